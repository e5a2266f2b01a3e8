using System.Drawing;
using Ass.MLNet.Images;
using Microsoft.ML.Data;
using SkiaSharp;

namespace Ass.MLNet;

/// <summary>Class names beside their colours, to be drawn below a picture.</summary>
/// <remarks>
/// The font comes with the library: a legend needs none on the machine. It has Latin, Greek and Cyrillic letters; others are drawn as
/// boxes.
/// </remarks>
public sealed class SegmentationLegend
{
    private readonly (string Name, Color Color)[] _entries;

    /// <summary>A legend of all classes.</summary>
    /// <param name="classNames">The class names in the order of the train ids.</param>
    /// <param name="palette">A colour for each of them; further colours are left out.</param>
    /// <exception cref="ArgumentException">There is no class, or the palette has fewer colours than there are classes.</exception>
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

    /// <summary>The legend of those classes alone that occur in a picture; all of them where none does.</summary>
    /// <param name="ids">The picture's train ids.</param>
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

    /// <summary>A picture, unscaled, with the legend below it: as wide as the picture, as many lines as the names need. The caller disposes
    /// of it.</summary>
    /// <param name="picture">The picture; it stays the caller's.</param>
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
