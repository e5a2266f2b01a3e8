using Ass.MLNet.Labels;
using Ass.MLNet.Metrics;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class LabelWatchTests
{
    private static readonly LabelMap Map = LabelMap.Identity(["ground", "car"]);

    [Fact]
    public void TheErrorNamesTheFirstFileThatIsMisread()
    {
        using var folder = new TestFolder();
        var watch = new LabelWatch();
        foreach (byte value in new byte[] { 1, 7, 7 })
        {
            string path = folder.Grey($"{value}.png", 2, 0, value);
            watch.Read(() => LabelFile.ReadTrainIds(path, LabelChannel.Grey, Map));
        }

        string message = Assert.Throws<InvalidOperationException>(watch.Check).Message;

        Assert.Contains($"7 (33.3 %, 2 of 3 labels, the first is {folder.At("7.png")})", message);
    }

    [Fact]
    public void ALabelThatIsNoFileOfItsOwnIsNamedByItsPlace()
    {
        var watch = new LabelWatch();
        watch.Read(() => new Drawn().ReadTrainIds(LabelChannel.Grey, Map));

        Assert.Contains("the first is a.zip/7.png)", Assert.Throws<InvalidOperationException>(watch.Check).Message);
    }

    private sealed class Drawn() : LabelSource("a.zip/7.png")
    {
        protected override ImageSize FindSize() => new(2, 1);

        protected override RawLabel Draw(LabelChannel channel, bool asColors) => new(2, 1, [0, 7]);
    }
}
