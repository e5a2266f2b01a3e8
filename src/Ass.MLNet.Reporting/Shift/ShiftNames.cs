using Ass.MLNet.Images;
using SkiaSharp;

namespace Ass.MLNet.Reporting.Shift;

/// <summary>Places class names beside their means, where they cover least.</summary>
internal static class ShiftNames
{
    private const float FontSize = 15;

    /// <summary>The distance from the centre of a mean's mark to its name.</summary>
    private const float Distance = ShiftMarks.MeanRadius + 4;

    /// <param name="canvas">The canvas.</param>
    /// <param name="means">The means already drawn.</param>
    /// <param name="bounds">The area for the names.</param>
    public static void Draw(SKCanvas canvas, IReadOnlyList<MeanPair> means, SKRect bounds)
    {
        using var font = PictureFont.Create(FontSize);
        using var ground = new SKPaint { Color = DrawnImage.Background.WithAlpha(200) };
        List<SKRect> taken = [.. means.SelectMany(m => new[] { Around(m.Source), Around(m.Target) })];
        foreach (var mean in means)
        {
            float width = PictureFont.Width(font, mean.Name);
            var place = Candidates(mean, width, bounds).MinBy(candidate => taken.Sum(other => Overlap(candidate, other)));
            taken.Add(place);
            canvas.DrawRect(place, ground);
            canvas.DrawLine(font, mean.Name, place.Left + 2, place.MidY, bounds.Width);
        }
    }

    /// <summary>Positions above, below, right and left of either mean, nearest first; positions that cover nothing else are equally
    /// good.</summary>
    private static IEnumerable<SKRect> Candidates(MeanPair mean, float textWidth, SKRect bounds)
    {
        (float width, float height) = (textWidth + 4, FontSize + 2);
        foreach (float away in new[] { Distance, 2 * Distance })
        {
            foreach (var at in new[] { mean.Target, mean.Source })
            {
                SKPoint[] middles =
                [
                    new(at.X, at.Y - away - (height / 2)),
                    new(at.X, at.Y + away + (height / 2)),
                    new(at.X + away + (width / 2), at.Y),
                    new(at.X - away - (width / 2), at.Y),
                ];
                foreach (var middle in middles)
                {
                    yield return SKRect.Create(
                        Math.Clamp(middle.X - (width / 2), bounds.Left, Math.Max(bounds.Left, bounds.Right - width)),
                        Math.Clamp(middle.Y - (height / 2), bounds.Top, bounds.Bottom - height),
                        width,
                        height
                    );
                }
            }
        }
    }

    private static SKRect Around(SKPoint at) =>
        SKRect.Create(at.X - ShiftMarks.MeanRadius, at.Y - ShiftMarks.MeanRadius, 2 * ShiftMarks.MeanRadius, 2 * ShiftMarks.MeanRadius);

    private static float Overlap(SKRect a, SKRect b)
    {
        var common = SKRect.Intersect(a, b);
        return Math.Max(0, common.Width) * Math.Max(0, common.Height);
    }
}
