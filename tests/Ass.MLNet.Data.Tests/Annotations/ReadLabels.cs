using Ass.MLNet.Columns;
using Ass.MLNet.Datasets;
using Ass.MLNet.Labels;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Reads data sets in the three ways of the product, which must agree: as train ids, as pictures, by the data check.</summary>
internal static class ReadLabels
{
    /// <summary>The train ids of each image of a set; an image without a label has none.</summary>
    public static byte[]?[] Of(SegmentationDataset set)
    {
        var data = new MLContext().Data.LoadSegmentation(set.AsTarget());
        using var cursor = data.GetRowCursor(data.Schema);
        var ids = ((ITrainIdRow)cursor).CreateLabelReader(data.Schema["Label"])!;
        var picture = cursor.GetGetter<MLImage?>(data.Schema["Label"]);
        var found = new List<byte[]?>();
        MLImage? image = null;
        while (cursor.MoveNext())
        {
            var mask = ids();
            picture(ref image);
            Assert.True(mask?.Ids.AsSpan().SequenceEqual(LabelImageReader.FromGrey(image!, "the label").Ids) ?? image is null);
            Assert.Equal((mask?.Width, mask?.Height), (image?.Width, image?.Height));
            found.Add(mask?.Ids);
        }

        long[] pixels = new long[256];
        foreach (byte id in found.OfType<byte[]>().SelectMany(mask => mask))
        {
            pixels[id]++;
        }

        var check = set.Inspect(workers: 2);
        Assert.Empty(check.Problems);
        Assert.Equal(pixels[..check.ClassPixels.Count], check.ClassPixels);
        Assert.Equal(set.Samples.Count(sample => sample.LabelPath is not null), check.LabeledCount);
        return [.. found];
    }

    /// <summary>The one problem that the data check finds.</summary>
    public static string Problem(SegmentationDataset set) => Assert.Single(set.Inspect(workers: 1).Problems).Message;
}
