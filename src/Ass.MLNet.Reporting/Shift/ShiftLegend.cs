using System.Globalization;
using Ass.MLNet.Images;
using SkiaSharp;

namespace Ass.MLNet.Reporting.Shift;

/// <summary>The classes and their distances, below a plot.</summary>
internal static class ShiftLegend
{
    private const int Line = 24;
    private const float FontSize = 15;

    // The right edges of the number columns.
    private static readonly float[] Columns = [300, 390, 510, 630];

    private static readonly string[] Notes =
    [
        "spreads: distance of the domains' means / spread of the class's vectors within a domain",
        "relative: the same distance / typical distance of two classes; in all dimensions, of directions",
    ];

    public static int HeightOf(int classes) => (classes + 2 + Notes.Length) * Line;

    public static void Draw(SKCanvas canvas, DomainShift shift, SKColor[] colors)
    {
        using var font = PictureFont.Create(FontSize);
        DrawRow(canvas, font, 0, "class", "source", "target", "spreads", "relative");
        for (int i = 0; i < shift.Classes.Count; i++)
        {
            var c = shift.Classes[i];
            using var swatch = new SKPaint { Color = colors[i] };
            canvas.DrawRect(1, ((i + 1) * Line) + 5, 14, 14, swatch);
            string[] distances = c.IsMeasured ? [Number(c.Distance), Number(c.RelativeDistance)] : ["too few", ""];
            DrawRow(canvas, font, i + 1, [c.ClassName, Number(c.SourceCount), Number(c.TargetCount), .. distances]);
        }

        DrawRow(canvas, font, shift.Classes.Count + 1, "overall", "", "", Number(shift.Distance), Number(shift.RelativeDistance));
        using var small = PictureFont.Create(13);
        for (int i = 0; i < Notes.Length; i++)
        {
            canvas.DrawLine(small, Notes[i], 1, ((shift.Classes.Count + 2.7f) * Line) + (i * Line * 0.8f), ShiftPlot.Width);
        }
    }

    private static void DrawRow(SKCanvas canvas, SKFont font, int row, params string[] cells)
    {
        float middle = (row * Line) + (Line / 2f);
        canvas.DrawLine(font, cells[0], 22, middle, 200);
        foreach (var (cell, right) in cells.Skip(1).Zip(Columns))
        {
            canvas.DrawLine(font, cell, right - PictureFont.Width(font, cell), middle, ShiftPlot.Width);
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value) => double.IsNaN(value) ? "-" : value.ToString("0.00", CultureInfo.InvariantCulture);
}
