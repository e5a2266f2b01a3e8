using SkiaSharp;

namespace Ass.MLNet.Images;

/// <summary>The font of legends and captions. It is part of the library, so images look the same everywhere, even on servers without
/// fonts.</summary>
internal static class PictureFont
{
    private const string Resource = "Ass.MLNet.Images.Fonts.DejaVuSans-subset.ttf";

    private const string Ellipsis = "…";

    private static readonly Lazy<SKTypeface> Typeface = new(Load);

    /// <summary>The family name stored in the font file.</summary>
    public static string FamilyName => Typeface.Value.FamilyName;

    /// <summary>A readable text size for an image: larger for wide images, which are displayed scaled down.</summary>
    /// <param name="width">The picture's width in pixels.</param>
    public static float SizeFor(int width) => Math.Clamp(width / 80f, 11, 32);

    /// <param name="size">The approximate line height in pixels.</param>
    public static SKFont Create(float size) => new(Typeface.Value, size) { Edging = SKFontEdging.Antialias, Subpixel = true };

    /// <summary>The width of a text in pixels.</summary>
    public static float Width(SKFont font, string text) => font.MeasureText(font.Typeface.GetGlyphs(text));

    /// <summary>Truncates a text to the available width.</summary>
    /// <param name="font">The font of the text.</param>
    /// <param name="text">The text.</param>
    /// <param name="room">The available width in pixels.</param>
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
