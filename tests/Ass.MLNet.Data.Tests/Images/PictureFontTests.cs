using Ass.MLNet.Images;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class PictureFontTests
{
    [Fact]
    public void TheFontIsTheLibrarysOwn()
    {
        using var font = PictureFont.Create(16);

        // A DejaVu Sans that is installed on the machine has thousands of glyphs.
        Assert.Equal("DejaVu Sans", PictureFont.FamilyName);
        Assert.Equal(880, font.Typeface.GlyphCount);
    }

    [Theory]
    [InlineData("road & pavement 09 – %")]
    [InlineData("Straße, übrig, ŁÓDŹ")]
    [InlineData("δρόμος")]
    [InlineData("дорога")]
    public void CommonAlphabetsHaveGlyphs(string text)
    {
        using var font = PictureFont.Create(16);

        Assert.DoesNotContain((ushort)0, font.Typeface.GetGlyphs(text));
    }

    [Fact]
    public void ALongTextIsCutToTheRoomAndAShortOneIsNot()
    {
        using var font = PictureFont.Create(16);
        string cut = PictureFont.Fit(font, "a name that is far too long", room: 80);

        Assert.Equal("sky", PictureFont.Fit(font, "sky", room: 80));
        Assert.StartsWith("a name", cut);
        Assert.EndsWith("…", cut);
        Assert.InRange(PictureFont.Width(font, cut), 50, 80);
    }
}
