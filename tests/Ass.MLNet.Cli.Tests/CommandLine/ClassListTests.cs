using System.CommandLine;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Train;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>A class's id is its line's number, so that no line may get lost.</summary>
public sealed class ClassListTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_line_is_a_class_and_empty_ones_at_the_end_are_none()
    {
        string file = _folder.Text("classes.txt", " road ", "traffic light", "", "");
        Assert.Equal(["road", "traffic light"], ValueArguments.ReadNames(file));
    }

    [Theory]
    [InlineData("", "line 2 is empty: it stands for class id 1, which needs a name, such as 'unused'.")]
    [InlineData("# not used", "line 2 is '# not used', but such a list has no comments")]
    public void A_line_without_a_name_is_an_error(string line, string expected)
    {
        string file = _folder.Text("classes.txt", "road", line, "sky");
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => ValueArguments.ReadNames(file)).Message);

        var option = new TrainArguments().Classes;
        var result = new RootCommand { option }.Parse(["--classes", file]);
        Assert.Contains(expected, Assert.Single(result.Errors).Message);
    }

    [Fact]
    public void A_list_in_another_encoding_is_an_error()
    {
        string file = _folder.Bytes("classes.txt", [0x53, 0x74, 0x72, 0x61, 0xDF, 0x65]);
        Assert.Contains("is not UTF-8", Assert.Throws<InvalidDataException>(() => ValueArguments.ReadNames(file)).Message);
    }
}
