using Ass.MLNet.Columns;
using Ass.MLNet.Images;
using Microsoft.ML;

namespace Ass.MLNet.Quantization;

/// <summary>Some images of a data view, spread over all of its rows where their number is known, else the first; one in memory at a
/// time.</summary>
/// <param name="data">The data.</param>
/// <param name="image">Its image column.</param>
/// <param name="count">The largest number of images, at least 1.</param>
/// <param name="cancellation">Stops before the next image.</param>
internal sealed class CalibrationRows(IDataView data, DataViewSchema.Column image, int count, CancellationToken cancellation)
{
    /// <param name="look">Looks at an image, whose pixels it must not keep.</param>
    /// <param name="progress">Reports the number of images read, after each image.</param>
    /// <returns>The number of images.</returns>
    /// <exception cref="InvalidOperationException">A row cannot be read or looked at; the message names it.</exception>
    public int Read(Action<BgrImage> look, IProgress<int>? progress)
    {
        int read = 0;
        long rows = Math.Max(data.GetRowCount() ?? count, count);
        using var cursor = data.GetRowCursor([image, .. RowName.ActiveColumns(data.Schema)]);
        var name = new RowName(cursor);
        var next = ImageColumn.CreateReader(cursor, image);
        for (long row = 0; read < count && cursor.MoveNext(); row++)
        {
            // Frames of a video that follow each other are alike.
            if (row < read * rows / count)
            {
                continue;
            }
            cancellation.ThrowIfCancellationRequested();
            var pixels = name.Guard(ReadPixels, image);
            try
            {
                look(pixels);
            }
            catch (InvalidOperationException e)
            {
                throw new InvalidOperationException($"{name.ToTitle()}: {e.Message}", e);
            }
            finally
            {
                PixelBuffers.Give(pixels.Pixels);
            }
            read++;
            progress?.Report(read);
        }
        return read;

        BgrImage ReadPixels() => BgrImage.FromMLImage(next() ?? throw new InvalidOperationException("the row has no image."));
    }
}
