using Ass.MLNet.Columns;
using Ass.MLNet.Images;
using Ass.MLNet.Sampling;
using Microsoft.ML;

namespace Ass.MLNet.Labeling;

/// <summary>Reads the images of a data view, one in memory at a time.</summary>
/// <param name="data">The data.</param>
/// <param name="image">Its image column.</param>
/// <param name="cancellation">Stops before the next image.</param>
internal sealed class EvidenceRows(IDataView data, DataViewSchema.Column image, CancellationToken cancellation)
{
    /// <param name="look">Looks at an image, whose pixels it must not keep.</param>
    /// <param name="progress">Reports the number of images read, after each image.</param>
    /// <exception cref="InvalidOperationException">A row cannot be read; the message names it.</exception>
    public IEnumerable<ImageEvidence> Read(Func<BgrImage, ImageEvidence> look, IProgress<int>? progress)
    {
        int count = 0;
        using var cursor = data.GetRowCursor([image, .. RowName.ActiveColumns(data.Schema)]);
        var name = new RowName(cursor);
        var read = ImageColumn.CreateReader(cursor, image);
        while (RowSampler.MoveNext(cursor))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return PixelBuffers.Use(name.Guard(ReadPixels, image), look);
            progress?.Report(++count);
        }

        BgrImage ReadPixels() => BgrImage.FromMLImage(read() ?? throw new InvalidOperationException("the row has no image."));
    }
}
