using Ass.MLNet.Labels;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class RawLabelValuesTests
{
    [Fact]
    public void CityscapesTrainIdsBecomeTheServersLabelIds()
    {
        byte[] all = [.. Enumerable.Range(0, 19).Select(id => (byte)id), 255];

        Assert.Equal(
            [7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33, 0],
            RawLabelValues.Of(all, LabelMap.Cityscapes.ClassNames, LabelMap.Cityscapes)
        );
    }

    [Fact]
    public void ClassesAreFoundByNameSoThatAModelOfSomeOfThemWillDo() =>
        Assert.Equal([23, 7, 26, 0], RawLabelValues.Of([0, 1, 2, 255], ["sky", "Road", "car"], LabelMap.Cityscapes));

    [Fact]
    public void NamesThatDifferInCaseAloneAreTwoClasses() =>
        Assert.Equal(
            [5, 6],
            RawLabelValues.Of([0, 1], ["Car", "car"], new LabelMap(new Dictionary<int, int> { [5] = 0, [6] = 1 }, ["Car", "car"]))
        );

    [Fact]
    public void OfSeveralRawValuesTheLowestIsWritten()
    {
        var map = new LabelMap(
            new Dictionary<int, int>
            {
                [9] = 0,
                [4] = 0,
                [0] = 1,
            },
            ["a", "b"]
        );

        Assert.Equal([4, 0, 1], RawLabelValues.Of([0, 1, 255], ["a", "b"], map));
    }

    [Fact]
    public void AClassThatTheMapLacksIsAnErrorThatNamesIt()
    {
        var unnamed = Assert.Throws<ArgumentException>(() => RawLabelValues.Of([0], ["tractor"], LabelMap.CamVid));
        var without = Assert.Throws<ArgumentException>(() =>
            RawLabelValues.Of([0], ["b"], new LabelMap(new Dictionary<int, int> { [9] = 0 }, ["a", "b"]))
        );

        Assert.Contains("no class 'tractor'", unnamed.Message);
        Assert.Contains("Bicyclist", unnamed.Message);
        Assert.Contains("no raw value of 8 bits for class 'b'", without.Message);
    }
}
