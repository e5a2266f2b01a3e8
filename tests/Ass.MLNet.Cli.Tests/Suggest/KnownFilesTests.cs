using Ass.MLNet.Cli.Runs;
using Ass.MLNet.Cli.Suggest;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class KnownFilesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>git-annex and DVC keep links; copies for a labelling tool are whole files.</summary>
    [Fact]
    public void A_copy_is_known_whichever_of_the_two_is_a_link()
    {
        string file = _folder.Bytes("store/3f2a", [1, 2, 3]);
        string copy = _folder.Bytes("labelled/a.png", [1, 2, 3]);
        string other = _folder.Bytes("labelled/b.png", [1, 2, 4]);
        string link = _folder.At("photos/a.png");
        File.CreateSymbolicLink(link, file);

        Assert.True(new KnownFiles([copy]).Has(link));
        Assert.True(new KnownFiles([link]).Has(copy));
        Assert.False(new KnownFiles([other]).Has(link));
    }

    [Fact]
    public void Copies_of_one_file_count_once()
    {
        string file = _folder.Bytes("mine/a.png", [1, 2, 3]);
        string copy = _folder.Bytes("round/a.png", [1, 2, 3]);
        string other = _folder.Bytes("round/b.png", [1, 2, 4]);
        string longer = _folder.Bytes("round/c.png", [1, 2, 3, 4]);

        Assert.Equal([file, other, longer], KnownFiles.WithoutCopies([file, copy, other, longer, file]));
        Assert.Equal([longer, copy, other], KnownFiles.WithoutCopies([longer, copy, other, file]));
        Assert.Equal([file, longer, other], KnownFiles.WithoutCopies([file, longer, other]));
    }

    [Fact]
    public void A_link_has_the_version_of_what_it_leads_to()
    {
        string file = _folder.Bytes("store/3f2a", [1, 2, 3]);
        string link = _folder.At("photos/a.png");
        File.CreateSymbolicLink(link, file);
        Assert.Equal(ImageVersion.Of(file), ImageVersion.Of(link));

        var before = ImageVersion.Of(link);
        File.WriteAllBytes(file, [1, 2, 3, 4]);
        Assert.NotEqual(before, ImageVersion.Of(link));
    }
}
