using Ass.MLNet.Files;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class RealPathTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public RealPathTests()
    {
        _folder.Text("real/file.txt", "content");
        File.CreateSymbolicLink(_folder.At("link.txt"), _folder.At("real/file.txt"));
        File.CreateSymbolicLink(_folder.At("second.txt"), "link.txt");
        Directory.CreateSymbolicLink(_folder.At("folder"), _folder.At("real"));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("link.txt")]
    [InlineData("second.txt")]
    [InlineData("folder/file.txt")]
    [InlineData("real/../folder/./file.txt")]
    public void Links_of_files_and_folders_lead_to_one_path(string path)
    {
        Assert.Equal(RealPath.Of(_folder.At("real/file.txt")), RealPath.Of(_folder.At(path)));
        Assert.True(RealPath.AreSame(_folder.At(path), _folder.At("real/file.txt")));
    }

    [Fact]
    public void What_is_not_there_keeps_its_name()
    {
        Assert.Equal(Path.Combine(RealPath.Of(_folder.At("real")), "new", "file.txt"), RealPath.Of(_folder.At("folder/new/file.txt")));
        Assert.False(RealPath.AreSame(_folder.At("real/file.txt"), _folder.At("real/other.txt")));
    }

    [Fact]
    public void Folders_are_the_same_with_a_slash_behind_them()
    {
        Assert.True(RealPath.AreSame(_folder.At("real") + "/", _folder.At("folder")));
    }
}
