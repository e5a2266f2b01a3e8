using System.Text.Json;
using Microsoft.ML;
using TorchSharp;
using Xunit;
using Xunit.Abstractions;

namespace Ass.MLNet.Tests;

/// <summary>The same seed gives the weights that it gave in version 0.1: rearranged code changes no result.</summary>
public class SameSeedTests(ITestOutputHelper output)
{
    /// <summary>By tensor: its sum, the sum of its absolute values, and five of its values, as version 0.1 trained them.</summary>
    private static readonly string Fixture = Path.Combine(AppContext.BaseDirectory, "Training", "Fixtures", "weights-0.1.json");

    // One step, with a rate that lets it show; rounding, which differs between processors, grows with every further one.
    [Fact]
    public void A_seed_gives_the_weights_of_version_0_1()
    {
        var ml = new MLContext(seed: 11);
        var options = TwoDomains.Options(AdaptationRecipe.Ass, iterations: 1);
        (options.BatchSize, options.OutputStride) = (3, 8);
        options.Optimizer = SegmentationOptimizer.Sgd;
        options.LearningRate = 1;

        using var model = ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml));

        using var lease = model.Segmenter.Use();
        var found = lease
            .Network.state_dict()
            .Where(item => item.Value.dtype == torch.ScalarType.Float32 && !item.Key.Contains("running"))
            .ToDictionary(item => item.Key, item => Summary(item.Value.data<float>().ToArray()));
        var expected = JsonSerializer.Deserialize<Dictionary<string, double[]>>(File.ReadAllText(Fixture))!;
        Assert.Equal(expected.Keys.Order(), found.Keys.Order());

        // Another processor or number of threads is at up to 2e-5, one source row less at 7e-3.
        Distance.AssertBelow(3e-4, "weights", Values(expected), Values(found), output);
    }

    private static double[] Summary(float[] values) =>
        [
            values.Sum(v => (double)v),
            values.Sum(v => Math.Abs((double)v)),
            .. Enumerable.Range(0, 5).Select(i => (double)values[(values.Length - 1) * i / 4]),
        ];

    private static double[] Values(Dictionary<string, double[]> tensors) =>
        [.. tensors.OrderBy(t => t.Key, StringComparer.Ordinal).SelectMany(t => t.Value)];
}
