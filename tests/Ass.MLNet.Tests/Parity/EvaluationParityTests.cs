using Ass.MLNet.Metrics;
using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;
using TorchSharp;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Confusion matrices and IoUs are exactly the reference's.</summary>
public class EvaluationParityTests
{
    private const int Height = 65;
    private const int Width = 97;

    /// <summary>Two classes of 21 occur nowhere, one only in the truth.</summary>
    [Fact]
    public void A_set_of_predictions_is_counted_as_by_the_reference()
    {
        var confusion = new ConfusionMatrix();
        var bits = DeterministicNumbers.Bits("predicted");
        for (int image = 0; image < 3; image++)
        {
            byte[] truth = DeterministicNumbers.Labels($"evaluation.{image}", Height, Width, 19);
            byte[] predicted = new byte[truth.Length];
            for (int i = 0; i < truth.Length; i++)
            {
                byte drawn = (byte)((bits((long)image * truth.Length + i) >> 33) % 18);
                predicted[i] = truth[i] < 18 && drawn % 3 > 0 ? truth[i] : drawn;
            }

            confusion.Add(truth, predicted);
        }

        AssertSame("evaluation", confusion, 21);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_picture_is_segmented_and_counted_as_by_the_reference(bool alignCorners)
    {
        var network = new SegmentationModule(new NetworkSpec(SegmentationNetwork.DeepLabV2ResNet18, 8, 19));
        DeterministicNumbers.Fill(network, "network.");
        using var segmenter = new Segmenter(
            network,
            InputNormalization.TorchVision,
            new PredictionResizing(null, AlignCorners: alignCorners),
            Names(19),
            torch.CPU
        );
        byte[] predicted = segmenter.PredictIds(DeterministicNumbers.Picture("forward.0", Height, Width));
        var confusion = new ConfusionMatrix();
        confusion.Add(DeterministicNumbers.Labels("forward.0", Height, Width, 19), predicted);

        AssertSame(alignCorners ? "prediction-aligned" : "prediction", confusion, 19);
    }

    private static void AssertSame(string name, ConfusionMatrix confusion, int classes)
    {
        var fixture = new Fixture(name);
        var metrics = confusion.ToMetrics(Names(classes));
        Assert.Equal(fixture["confusion"], metrics.ConfusionMatrix.Cast<long>().Select(count => (double)count));
        Assert.Equal(fixture["iou"], metrics.PerClassIoU);
        Assert.Equal(fixture["mean iou"][0], metrics.MeanIoU, 15);
    }

    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(i => $"class {i}")];
}
