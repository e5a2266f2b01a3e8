using System.Drawing;
using Ass.MLNet.Images;
using Microsoft.ML.Data;
using SkiaSharp;

namespace Ass.MLNet;

/// <summary>A legend of class names and colours, drawn below an image.</summary>
/// <remarks>
/// The font is part of the library; no installed font is needed. It covers Latin, Greek and Cyrillic; other characters are drawn as boxes.
/// </remarks>
public sealed class SegmentationLegend
{
    private readonly (string Name, Color Color)[] _entries;

    /// <summary>Creates a legend of all classes.</summary>
    /// <param name="classNames">The class names in the order of the train ids.</param>
    /// <param name="palette">The colours; those beyond the last class are not used.</param>
    /// <exception cref="ArgumentException">There are no classes, or the palette has fewer colours than classes.</exception>
    public SegmentationLegend(IReadOnlyList<string> classNames, SegmentationPalette palette)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        ArgumentNullException.ThrowIfNull(palette);
        if (classNames.Count == 0 || classNames.Count > palette.Colors.Count)
        {
            throw new ArgumentException(
                $"A legend needs 1–{palette.Colors.Count} class names, as many as the palette has colours, but "
                    + $"{classNames.Count} were given.",
                nameof(classNames)
            );
        }

        _entries = [.. classNames.Zip(palette.Colors)];
    }

    private SegmentationLegend((string, Color)[] entries) => _entries = entries;

    /// <summary>Returns a legend of only those classes that occur in an image, or of all classes if none occurs.</summary>
    /// <param name="ids">The train ids of the image.</param>
    public SegmentationLegend Only(ReadOnlySpan<byte> ids)
    {
        var occurring = new List<(string, Color)>();
        for (int id = 0; id < _entries.Length; id++)
        {
            if (ids.Contains((byte)id))
            {
                occurring.Add(_entries[id]);
            }
        }

        return occurring.Count == 0 ? this : new SegmentationLegend([.. occurring]);
    }

    /// <summary>Returns the image, unscaled, with the legend below it. The legend is as wide as the image and wraps as needed. The caller
    /// disposes of the result.</summary>
    /// <param name="picture">The image; the caller keeps ownership.</param>
    public MLImage Below(MLImage picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        using var layout = new Layout(_entries, picture.Width);
        return DrawnImage.Create(picture.Width, picture.Height + layout.Height, canvas =>
        {
            canvas.DrawImage(picture, 0, 0);
            layout.Draw(canvas, picture.Height);
        });
    }

    /// <summary>Columns of equal width, filled row by row.</summary>
    private sealed class Layout : IDisposable
    {
        private readonly (string Name, Color Color)[] _entries;
        private readonly SKFont _font;
        private readonly int _line;
        private readonly int _columns;
        private readonly float _columnWidth;

        public Layout((string Name, Color Color)[] entries, int width)
        {
            _entries = entries;
            float size = PictureFont.SizeFor(width);
            _font = PictureFont.Create(size);
            _line = (int)MathF.Ceiling(size * 1.6f);
            float widest = _line + entries.Max(entry => PictureFont.Width(_font, entry.Name)) + Gap;
            _columns = Math.Clamp((int)((width - Gap) / widest), 1, entries.Length);
            _columnWidth = MathF.Min(widest, width - Gap);
        }

        public int Height => (Rows * _line) + (int)Gap;

        private int Rows => (_entries.Length + _columns - 1) / _columns;

        private float Gap => _font.Size * 0.6f;

        public void Draw(SKCanvas canvas, int top)
        {
            using var swatch = new SKPaint { IsAntialias = false };
            for (int i = 0; i < _entries.Length; i++)
            {
                var (name, color) = _entries[i];
                float x = Gap + (i % _columns * _columnWidth);
                float middle = top + (Gap / 2) + ((i / _columns + 0.5f) * _line);
                float half = MathF.Round(_font.Size * 0.45f);
                swatch.Color = new SKColor(color.R, color.G, color.B);
                canvas.DrawRect(MathF.Round(x), MathF.Round(middle - half), 2 * half, 2 * half, swatch);
                float text = (2 * half) + (_font.Size * 0.4f);
                canvas.DrawLine(_font, name, x + text, middle, _columnWidth - text - (Gap / 2));
            }
        }

        public void Dispose() => _font.Dispose();
    }
}
