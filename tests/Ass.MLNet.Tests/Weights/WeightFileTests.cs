using Xunit;

namespace Ass.MLNet.Tests;

public class WeightFileTests
{
    [Theory]
    [InlineData("some text, which is no model")]
    [InlineData("\u0089PNG\r\n")]
    [InlineData("")]
    public void Another_file_is_an_error_that_says_what_was_expected(string content)
    {
        using var file = new TemporaryFile(System.Text.Encoding.Latin1.GetBytes(content));
        var error = Assert.Throws<InvalidDataException>(() => WeightFile.Open(file.Path));
        Assert.Contains(file.Path, error.Message);
        Assert.Contains("safetensors", error.Message);
    }

    [Fact]
    public void An_archive_of_something_else_is_an_error()
    {
        using var file = new TemporaryFile(PyTorchFiles.Zip(System.IO.Compression.CompressionLevel.Optimal, ("a.txt", [1, 2, 3])));
        Assert.Contains("it is none of them", Assert.Throws<InvalidDataException>(() => WeightFile.Open(file.Path)).Message);
    }

    [Fact]
    public void The_content_decides_not_the_name()
    {
        using var file = new TemporaryFile(File.ReadAllBytes(WeightFiles.Fixture("plain.safetensors"))); // is called .onnx
        using WeightFile opened = WeightFile.Open(file.Path);
        Assert.Equal("safetensors", opened.Format);
    }

    [Theory]
    [InlineData("conv1.weight", float.NaN, "a finite number was expected at element 1 of conv1.weight, found NaN")]
    [InlineData("conv1.weight", float.PositiveInfinity, "a finite number")]
    [InlineData("bn1.running_var", -1, "a variance was expected at element 1 of bn1.running_var, found -1")]
    public void Values_that_would_spoil_a_network_are_an_error(string name, float bad, string expected)
    {
        byte[] pickle = PickleWriter.Write(p => p.Op("}").Text(name).Tensor("0", 2, 0, [2], [1], legacy: false).Op("s"));
        var error = Assert.Throws<InvalidDataException>(() => WeightFiles.Read(PyTorchFiles.Zip(pickle, ("0", [1, bad]))));
        Assert.Contains(expected, error.Message);
    }
}
