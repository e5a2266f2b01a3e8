using Ass.MLNet.Columns;
using Ass.MLNet.Losses;
using Ass.MLNet.Networks;
using TorchSharp;
using Xunit;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

/// <summary>Every loss of the same numbers is the reference's.</summary>
public class LossParityTests(ITestOutputHelper output)
{
    private const double Bound = 1e-6;

    private readonly Fixture _fixture = new("losses");

    [Fact]
    public void Cross_entropy_with_ignored_pixels()
    {
        using var scope = NewDisposeScope();
        var upsampled = Layers.Upsample(DeterministicNumbers.Numbers("logits", [2, 19, 9, 13], 4), 65, 97);
        AssertSame("cross entropy", SegmentationLoss.CrossEntropy(upsampled, Labels()));
    }

    [Theory]
    [InlineData(ClassVectorWeights.Nearest, "nearest")]
    [InlineData(ClassVectorWeights.Share, "share")]
    public void Class_vectors_of_two_images(ClassVectorWeights weights, string name)
    {
        using var scope = NewDisposeScope();
        using var vectors = ClassVectors.Average(DeterministicNumbers.Numbers("features", [2, 16, 9, 13]), Labels(), 19, weights);
        Assert.Equal(_fixture[$"classes.{name}"], vectors.Classes.data<long>().ToArray().Select(c => (double)c));
        AssertSame($"class vectors.{name}", vectors.Vectors);
    }

    [Theory]
    [InlineData(AdversarialLoss.CrossEntropy)]
    [InlineData(AdversarialLoss.LeastSquares)]
    public void Global_adversarial_loss(AdversarialLoss form)
    {
        using var scope = NewDisposeScope();
        var judged = DeterministicNumbers.Numbers("patches", [2, 1, 3, 4], 3);
        foreach (var (domain, smoothing) in Judgments)
        {
            AssertSame($"global.{Words(form, domain, smoothing)}", GlobalAdversarialLoss.Compute(judged, domain, form, smoothing));
        }
    }

    [Theory]
    [InlineData(AdversarialLoss.CrossEntropy, SemanticDiscriminatorHead.Binary, "binary", 1)]
    [InlineData(AdversarialLoss.CrossEntropy, SemanticDiscriminatorHead.ClassConditional, "conditional", 38)]
    [InlineData(AdversarialLoss.CrossEntropy, SemanticDiscriminatorHead.PerClass, "per class", 19)]
    [InlineData(AdversarialLoss.LeastSquares, SemanticDiscriminatorHead.Binary, "binary", 1)]
    [InlineData(AdversarialLoss.LeastSquares, SemanticDiscriminatorHead.ClassConditional, "conditional", 38)]
    [InlineData(AdversarialLoss.LeastSquares, SemanticDiscriminatorHead.PerClass, "per class", 19)]
    public void Semantic_adversarial_loss(AdversarialLoss form, SemanticDiscriminatorHead head, string name, int outputs)
    {
        using var scope = NewDisposeScope();
        var classes = tensor(Enumerable.Range(0, 11).Select(i => i * 7L % 19).ToArray());
        var judged = DeterministicNumbers.Numbers($"judged.{name}", [11, outputs], 3);
        foreach (var (domain, smoothing) in Judgments)
        {
            AssertSame(
                $"semantic.{name}.{Words(form, domain, smoothing)}",
                SemanticAdversarialLoss.Compute(judged, classes, domain, head, form, smoothing)
            );
        }
    }

    private static IEnumerable<(SegmentationDomain Domain, double Smoothing)> Judgments =>
        from domain in Enum.GetValues<SegmentationDomain>()
        from smoothing in new[] { 0, 0.1 }
        select (domain, smoothing);

    private static LabelBatch Labels() =>
        new([.. DeterministicNumbers.Labels("losses.0", 65, 97, 19), .. DeterministicNumbers.Labels("losses.1", 65, 97, 19)], 2, 65, 97);

    private static string Words(AdversarialLoss form, SegmentationDomain domain, double smoothing) =>
        (form == AdversarialLoss.CrossEntropy ? "cross entropy" : "least squares")
        + (domain == SegmentationDomain.Source ? ".source" : ".target")
        + (smoothing > 0 ? ".smoothed" : "");

    private void AssertSame(string name, Tensor actual) =>
        Distance.AssertBelow(Bound, name, _fixture[name], Distance.Values(actual), output);
}
