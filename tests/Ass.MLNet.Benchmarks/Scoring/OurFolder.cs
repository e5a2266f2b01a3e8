using System.Collections.Concurrent;
using Microsoft.ML.Data;

namespace Ass.MLNet.Benchmarks;

/// <summary>A folder of images as <c>assml predict</c> does it: one is decoded while another is segmented and a third one's files are
/// written.</summary>
internal sealed class OurFolder(ImageFolder folder, ISegmentationTransformer model, bool allFiles) : IWork
{
    private const int InWork = 3;

    private readonly Lock _segmenting = new();

    public void Run()
    {
        var images = Partitioner.Create(folder.Images, EnumerablePartitionerOptions.NoBuffering);
        Parallel.ForEach(images, new ParallelOptions { MaxDegreeOfParallelism = InWork }, Segment);
    }

    public void Dispose() => model.Dispose();

    private void Segment(string path)
    {
        using var image = MLImage.CreateFromFile(path);
        SegmentationMask mask;
        lock (_segmenting)
        {
            mask = model.Segment(image);
        }

        mask.SaveIds(Result(".png"));
        if (allFiles)
        {
            mask.SaveColors(Result("_color.png"));
            using var overlay = mask.Overlay(image);
            overlay.Save(Result("_overlay.jpg"));
        }

        string Result(string ending) => folder.Result(allFiles ? "all" : "ids", path, ending);
    }
}
