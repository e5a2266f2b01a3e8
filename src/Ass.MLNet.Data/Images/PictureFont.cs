using SkiaSharp;

namespace Ass.MLNet.Images;

/// <summary>The font of legends and captions. It comes with the library, so that pictures are the same everywhere, servers without any font
/// included.</summary>
internal static class PictureFont
{
    private const string Resource = "Ass.MLNet.Images.Fonts.DejaVuSans-subset.ttf";

    private const string Ellipsis = "…";

    private static readonly Lazy<SKTypeface> Typeface = new(Load);

    /// <summary>The name that the font file gives itself.</summary>
    public static string FamilyName => Typeface.Value.FamilyName;

    /// <summary>The size of text that can be read in a picture: larger in wide ones, which are shown made smaller.</summary>
    /// <param name="width">The picture's width in pixels.</param>
    public static float SizeFor(int width) => Math.Clamp(width / 80f, 11, 32);

    /// <param name="size">The height of a line in pixels, roughly.</param>
    public static SKFont Create(float size) => new(Typeface.Value, size) { Edging = SKFontEdging.Antialias, Subpixel = true };

    /// <summary>The width of a text in pixels.</summary>
    public static float Width(SKFont font, string text) => font.MeasureText(font.Typeface.GetGlyphs(text));

    /// <summary>The text, cut at its end where it is wider than there is room.</summary>
    /// <param name="font">The font it is drawn with.</param>
    /// <param name="text">Any text.</param>
    /// <param name="room">Pixels.</param>
    public static string Fit(SKFont font, string text, float room)
    {
        if (Width(font, text) <= room)
        {
            return text;
        }

        int length = text.Length;
        while (length > 0 && Width(font, text[..length] + Ellipsis) > room)
        {
            length--;
        }

        return text[..length] + Ellipsis;
    }

    private static SKTypeface Load()
    {
        using var stream = typeof(PictureFont).Assembly.GetManifestResourceStream(Resource)!;
        using var data = SKData.Create(stream);
        return SKTypeface.FromData(data);
    }
}
