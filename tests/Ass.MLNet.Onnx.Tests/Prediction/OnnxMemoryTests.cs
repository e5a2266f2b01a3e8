using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>The memory of predictions. It is the process's, so no other test runs meanwhile.</summary>
[Collection(nameof(Alone))]
public sealed class OnnxMemoryTests
{
    private readonly MLContext _ml = new(seed: 1);

    /// <summary>Outputs of the images' sizes, so that what is not given back adds up.</summary>
    [Fact]
    public void Many_images_of_many_sizes_leave_no_memory_behind()
    {
        using var model = LoadSoftmax();
        var random = new Random(1);
        Predict(30);
        long before = WorkingSet();
        Predict(500);

        Assert.InRange(WorkingSet() - before, long.MinValue, 40_000_000);

        void Predict(int count)
        {
            for (int i = 0; i < count; i++)
            {
                using var image = TestModel.Picture(i, random.Next(60, 160), random.Next(60, 120));
                model.Segment(image);
            }
        }
    }

    private OnnxSegmentationTransformer LoadSoftmax()
    {
        using var torch = TestModel.Create(_ml);
        using var graph = new MemoryStream();
        torch.SaveOnnx(graph, new OnnxExportOptions { Output = OnnxOutput.Softmax });
        graph.Position = 0;
        return OnnxSegmentationTransformer.Load(_ml, graph);
    }

    private static long WorkingSet()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return Environment.WorkingSet;
    }

    [CollectionDefinition(nameof(Alone), DisableParallelization = true)]
    public sealed class Alone;
}
