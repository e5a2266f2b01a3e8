using Ass.MLNet.Images;
using OxyPlot;

namespace Ass.MLNet.Reporting.Charts;

/// <summary>Measures text for charts with the library's own font.</summary>
/// <remarks>
/// The font that a browser will use is not known here. OxyPlot measures with a narrow font, so labels in a wider one would be cut off; the
/// library's font is as wide as any that browsers use.
/// </remarks>
internal sealed class TextMeasurer() : PdfRenderContext(width: 1, height: 1, background: OxyColors.Undefined)
{
    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
    {
        if (string.IsNullOrEmpty(text))
        {
            return OxySize.Empty;
        }

        using var font = PictureFont.Create((float)fontSize);
        string[] lines = text.Split('\n');
        return new OxySize(lines.Max(line => PictureFont.Width(font, line)), lines.Length * fontSize * 1.2);
    }
}
