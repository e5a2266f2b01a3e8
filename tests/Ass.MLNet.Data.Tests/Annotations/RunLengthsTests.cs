using Ass.MLNet.Annotations;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class RunLengthsTests
{
    [Fact]
    public void RunsGoDownTheColumnsAndBeginOutside()
    {
        // 3 wide, 2 high; the 7s are the second column and the lower left corner.
        byte[] ids = [0, 7, 0, 7, 7, 0];

        var runs = RunLengths.OfIds(ids, 3, 2);

        Assert.Equal([0, 7], runs.Keys.Select(id => (int)id));
        Assert.Equal([1, 3, 2], runs[7]);
        Assert.Equal([0, 1, 3, 2], runs[0]);
        Assert.Equal("132", RunLengths.Pack(runs[7]));
        Assert.Equal([1L, 3, 2], RunLengths.Unpack("132"));
    }

    [Theory]
    [InlineData(new int[] { 0, 1 }, "01")]
    [InlineData(new int[] { 15, 16, 1000 }, "?`0Xo0")]
    [InlineData(new int[] { 5, 3, 2, 4, 1 }, "5321O")]
    public void NumbersAreWrittenFiveBitsAtATimeAndAsDifferencesFromTheFourthOn(int[] runs, string text)
    {
        // 0 → '0'; 16 needs a second character, since its fifth bit would be a sign; the fourth number, 4, is one more than the second, 3.
        string packed = RunLengths.Pack(runs);

        Assert.Equal(runs.Select(run => (long)run), RunLengths.Unpack(packed));
        Assert.Equal(text, packed);
    }

    [Theory]
    [InlineData("P", "end in a number")]
    [InlineData("1!", "damaged at character 2 ('!')")]
    [InlineData("1€", "damaged at character 2 ('€')")]
    [InlineData("oooooooooo0", "damaged at character 8")]
    public void DamagedTextIsAnError(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => RunLengths.Unpack(text)).Message);

    [Theory]
    [InlineData(new long[] { 1, 2 }, "sum up to 3, but the image 3x2 has 6 pixels")]
    [InlineData(new long[] { 1, 6 }, "sum up to 7")]
    [InlineData(new long[] { 8, -2 }, "one of its run lengths is 8")]
    [InlineData(new long[] { 5, -2, 3 }, "one of its run lengths is -2")]
    [InlineData(new long[] { long.MaxValue, long.MaxValue }, "one of its run lengths is 9223372036854775807")]
    public void LengthsMustFillTheImage(long[] runs, string expected)
    {
        var canvas = new LabelCanvas(new ImageSize(3, 2), 9);

        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => RunLengths.Draw(runs, canvas, 1)).Message);
        Assert.All(canvas.ToLabel().Bytes!, id => Assert.Equal(9, id));
    }
}
