using Ass.MLNet.Files;
using Ass.MLNet.Images;
using Microsoft.ML;
using Microsoft.ML.Data;
using SkiaSharp;

namespace Ass.MLNet.Reporting;

/// <summary>Draws images of several data sets side by side, each beside its labels, to compare the sets before training.</summary>
public static class DomainSheet
{
    private const int CellWidth = 240;
    private const int Gap = 4;
    private const int BetweenSets = 16;

    /// <summary>Writes a PNG with two columns per set, images and labels, and a legend below.</summary>
    /// <param name="file">The PNG file; it is moved into place once it is complete.</param>
    /// <param name="mlContext">The context used to read the data.</param>
    /// <param name="sets">The data sets from left to right with their titles, all with the same classes. Images are picked evenly across a
    /// set; unlabelled images are skipped.</param>
    /// <param name="count">The number of images per set, at least 1; fewer if a set is smaller.</param>
    /// <param name="classNames">The class names.</param>
    /// <param name="palette">The class colours; <see langword="null"/>: <see cref="SegmentationPalette.ForClasses"/>.</param>
    /// <exception cref="ArgumentException">There are no sets, or none has a labelled image.</exception>
    public static void Write(
        string file,
        MLContext mlContext,
        IReadOnlyList<(string Title, SegmentationDataset Data)> sets,
        int count,
        IReadOnlyList<string> classNames,
        SegmentationPalette? palette = null
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(file);
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(sets);
        ArgumentNullException.ThrowIfNull(classNames);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        palette ??= SegmentationPalette.ForClasses(classNames);
        var columns = sets.Select(set => (set.Title, Cells: Draw(mlContext, set.Data, count, palette))).ToList();
        try
        {
            if (columns.All(c => c.Cells.Count == 0))
            {
                throw new ArgumentException("There is no image with a label to draw.", nameof(sets));
            }

            using var sheet = Compose(columns);
            using var whole = new SegmentationLegend(classNames, palette).Below(sheet);
            AtomicFile.Write(file, whole.WritePng);
        }
        finally
        {
            foreach (var cell in columns.SelectMany(c => c.Cells))
            {
                cell.Dispose();
            }
        }
    }

    /// <summary>Draws each image beside its labels.</summary>
    private static List<SKImage> Draw(MLContext mlContext, SegmentationDataset data, int count, SegmentationPalette palette)
    {
        var cells = new List<SKImage>();
        foreach (var (_, image, label) in LabeledPictures.Read(mlContext, data, count))
        {
            using var _ = image;
            using var __ = label;
            using var colors = palette.Colorize(label);
            int height = Math.Max(1, CellWidth * image.Height / image.Width);
            using var surface = SKSurface.Create(new SKImageInfo((2 * CellWidth) + Gap, height));
            surface.Canvas.Clear(DrawnImage.Background);
            surface.Canvas.DrawScaled(image, SKRect.Create(0, 0, CellWidth, height));
            surface.Canvas.DrawScaled(colors, SKRect.Create(CellWidth + Gap, 0, CellWidth, height));
            cells.Add(surface.Snapshot());
        }

        return cells;
    }

    private static MLImage Compose(List<(string Title, List<SKImage> Cells)> columns)
    {
        int columnWidth = (2 * CellWidth) + Gap;
        int width = (columns.Count * (columnWidth + BetweenSets)) - BetweenSets;
        using var font = PictureFont.Create(PictureFont.SizeFor(width));
        int top = (int)MathF.Ceiling(font.Size * 1.8f);
        int height = columns.Max(c => c.Cells.Sum(cell => cell.Height + Gap));
        return DrawnImage.Create(width, top + height, canvas =>
        {
            for (int i = 0; i < columns.Count; i++)
            {
                int x = i * (columnWidth + BetweenSets);
                canvas.DrawLine(font, columns[i].Title, x + 1, top / 2f, columnWidth - 1);
                int y = top;
                foreach (var cell in columns[i].Cells)
                {
                    canvas.DrawImage(cell, x, y);
                    y += cell.Height + Gap;
                }
            }
        });
    }
}
