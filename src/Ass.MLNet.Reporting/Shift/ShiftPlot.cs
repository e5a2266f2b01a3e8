using System.Globalization;
using Ass.MLNet.Images;
using Ass.MLNet.Shift;
using SkiaSharp;

namespace Ass.MLNet.Reporting.Shift;

/// <summary>One network's class vectors as points in a plane, with the means of both domains.</summary>
internal sealed class ShiftPlot
{
    public const int Width = 640;

    /// <summary>The height of title, key and square.</summary>
    public const int Height = Top + Width + 12;

    private const int Top = 66;

    private readonly string _title;
    private readonly SKColor[] _colors;
    private readonly ClassVectorProjection _projection;
    private readonly MeanPair[] _means;
    private readonly PlotArea _area;

    /// <param name="title">The network's name.</param>
    /// <param name="shift">The shift, with at least one vector.</param>
    /// <param name="colors">One colour per class.</param>
    public ShiftPlot(string title, DomainShift shift, SKColor[] colors)
    {
        (_title, _colors) = (title, colors);
        _projection = ClassVectorProjection.Of(shift);
        var byClass = _projection.Points.ToLookup(p => (p.ClassId, p.IsTarget));
        (int Id, (double X, double Y) Source, (double X, double Y) Target)[] pairs =
        [
            .. Enumerable
                .Range(0, shift.Classes.Count)
                .Where(id => shift.Classes[id].IsMeasured)
                .Select(id => (id, Mean(byClass[(id, false)]), Mean(byClass[(id, true)]))),
        ];
        _area = new PlotArea(
            SKRect.Create(0.5f, Top + 0.5f, Width - 1, Width - 1),
            [.. _projection.Points.Select(p => (p.X, p.Y))],
            [.. pairs.SelectMany(p => new[] { p.Source, p.Target })]
        );
        _means =
        [
            .. pairs.Select(p => new MeanPair(shift.Classes[p.Id].ClassName, _area.Place(p.Source), _area.Place(p.Target), colors[p.Id])),
        ];
    }

    public void Draw(SKCanvas canvas)
    {
        using var frame = new SKPaint
        {
            Style = SKPaintStyle.Stroke,
            Color = new SKColor(0xFFC4C9D0),
            StrokeWidth = 1,
        };
        canvas.DrawRect(_area.Bounds, frame);
        canvas.Save();
        canvas.ClipRect(_area.Bounds);
        int outside = 0;
        foreach (var point in Mixed(_projection.Points))
        {
            var at = _area.Place((point.X, point.Y));
            ShiftMarks.DrawPoint(canvas, at, _colors[point.ClassId], point.IsTarget);
            if (!_area.Bounds.Contains(at))
            {
                outside++;
            }
        }

        foreach (var pair in _means)
        {
            ShiftMarks.DrawLine(canvas, pair.Source, pair.Target, pair.Color);
        }
        foreach (var pair in _means)
        {
            ShiftMarks.DrawMean(canvas, pair.Source, pair.Color, isTarget: false);
            ShiftMarks.DrawMean(canvas, pair.Target, pair.Color, isTarget: true);
        }

        ShiftNames.Draw(canvas, _means, _area.Bounds);
        canvas.Restore();
        DrawHeader(canvas, outside);
    }

    private static (double X, double Y) Mean(IEnumerable<ProjectedVector> points) => (points.Average(p => p.X), points.Average(p => p.Y));

    /// <summary>Interleaves the points so that no class or domain hides another: points are ordered by their relative position within their
    /// class and domain.</summary>
    private static IEnumerable<ProjectedVector> Mixed(IReadOnlyList<ProjectedVector> points) =>
        points
            .GroupBy(p => (p.ClassId, p.IsTarget))
            .SelectMany(group => group.Select((point, i) => (Point: point, Share: (i + 0.5) / group.Count())))
            .OrderBy(p => p.Share)
            .Select(p => p.Point);

    private void DrawHeader(SKCanvas canvas, int outside)
    {
        using var large = PictureFont.Create(22);
        using var small = PictureFont.Create(14);
        string plane = string.Create(
            CultureInfo.InvariantCulture,
            $"{_projection.Share * 100:0} % of the means' variance is in this plane"
        );
        float left = Width - PictureFont.Width(small, plane);
        canvas.DrawLine(large, _title, 0, 12, left - 12);
        canvas.DrawLine(small, plane, left, 14, Width);

        ShiftMarks.DrawPoint(canvas, new SKPoint(6, 46), DrawnImage.Ink, isTarget: false);
        canvas.DrawLine(small, "source image", 16, 46, Width);
        ShiftMarks.DrawPoint(canvas, new SKPoint(126, 46), DrawnImage.Ink, isTarget: true);
        canvas.DrawLine(small, "target image", 136, 46, Width);
        ShiftMarks.DrawMean(canvas, new SKPoint(250, 46), DrawnImage.Ink, isTarget: false);
        ShiftMarks.DrawMean(canvas, new SKPoint(272, 46), DrawnImage.Ink, isTarget: true);
        canvas.DrawLine(
            small,
            outside == 0 ? "means" : string.Create(CultureInfo.InvariantCulture, $"means    ({outside} points are outside)"),
            288,
            46,
            Width
        );
    }
}
