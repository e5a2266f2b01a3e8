using Ass.MLNet.Columns;
using Ass.MLNet.Losses;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class LossTests
{
    private const SegmentationDomain Source = SegmentationDomain.Source;
    private const SegmentationDomain Target = SegmentationDomain.Target;

    [Fact]
    public void Cross_entropy_averages_over_pixels_that_are_not_ignored()
    {
        using var scope = NewDisposeScope();
        // Two classes, three pixels with logits (0, 0), (ln 3, 0) and (5, 9); the last is ignored.
        var logits = tensor(new[] { 0, MathF.Log(3), 5, 0, 0, 9 }, [1, 2, 1, 3]);
        var loss = SegmentationLoss.CrossEntropy(logits, new LabelBatch([1, 0, 255], 1, 1, 3));

        // −ln ½ and −ln ¾, averaged.
        Assert.Equal((Math.Log(2) + Math.Log(4.0 / 3)) / 2, loss.item<float>(), 6);
    }

    [Fact]
    public void Cross_entropy_of_an_ignored_label_is_zero_with_a_zero_gradient()
    {
        using var scope = NewDisposeScope();
        var logits = randn(1, 2, 1, 3).requires_grad_();
        var loss = SegmentationLoss.CrossEntropy(logits, new LabelBatch([255, 255, 255], 1, 1, 3));
        loss.backward();

        Assert.Equal(0, loss.item<float>());
        Assert.All(logits.grad!.data<float>().ToArray(), g => Assert.Equal(0, g));
    }

    [Theory]
    [InlineData(AdversarialLoss.CrossEntropy, false, 0.5 * (0.693147 + 1.386294))]
    [InlineData(AdversarialLoss.CrossEntropy, true, 0.5 * (0.693147 + 0.287682))]
    [InlineData(AdversarialLoss.LeastSquares, false, 0.5 * (0 + 1.206949))]
    [InlineData(AdversarialLoss.LeastSquares, true, 0.5 * (1 + 0.009725))]
    public void Global_loss_compares_every_patch_with_the_domain(AdversarialLoss form, bool target, double expected)
    {
        using var scope = NewDisposeScope();
        // σ(0) = ½ and σ(ln 3) = ¾; ln 3 = 1.098612.
        var logits = tensor(new[] { 0f, MathF.Log(3) }, [1, 1, 1, 2]);
        Assert.Equal(expected, GlobalAdversarialLoss.Compute(logits, target ? Target : Source, form).item<float>(), 5);
    }

    [Fact]
    public void Per_class_head_judges_a_vector_by_its_own_class_only()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new[] { 0f, 100f, -100f, MathF.Log(3) }, [2, 2]).requires_grad_();
        var loss = SemanticAdversarialLoss.Compute(
            logits,
            tensor(new long[] { 0, 1 }),
            Target,
            SemanticDiscriminatorHead.PerClass,
            AdversarialLoss.CrossEntropy
        );
        loss.backward();

        Assert.Equal((Math.Log(2) + Math.Log(4.0 / 3)) / 2, loss.item<float>(), 5);
        Assert.Equal([-0.25f, 0, 0, -0.125f], logits.grad!.data<float>().ToArray().Select(g => MathF.Round(g, 5)));
    }

    [Fact]
    public void Class_conditional_head_has_a_place_for_each_class_in_each_domain()
    {
        using var scope = NewDisposeScope();
        // K = 2: places are source 0, source 1, target 0, target 1. The softmax of (0, 0, ln 2, 0) is (1, 1, 2, 1) / 5.
        var logits = tensor(new[] { 0f, 0f, MathF.Log(2), 0f }, [1, 4]);
        var classes = tensor(new long[] { 0 });

        Assert.Equal(Math.Log(5.0 / 2), Loss(Target, AdversarialLoss.CrossEntropy), 5);
        Assert.Equal(Math.Log(5), Loss(Source, AdversarialLoss.CrossEntropy), 5);
        Assert.Equal(Math.Pow(1 - Math.Log(2), 2), Loss(Target, AdversarialLoss.LeastSquares), 5);

        float Loss(SegmentationDomain domain, AdversarialLoss form) =>
            SemanticAdversarialLoss.Compute(logits, classes, domain, SemanticDiscriminatorHead.ClassConditional, form).item<float>();
    }

    [Theory]
    [InlineData(AdversarialLoss.CrossEntropy, false, 1.166571)]
    [InlineData(AdversarialLoss.CrossEntropy, true, 0.507404)]
    [InlineData(AdversarialLoss.LeastSquares, false, 0.807504)]
    [InlineData(AdversarialLoss.LeastSquares, true, 0.089169)]
    public void A_smoothed_domain_is_a_little_of_the_other_one(AdversarialLoss form, bool target, double expected)
    {
        using var scope = NewDisposeScope();
        // With e = 0.2 and σ(ln 3) = ¾: −0.2 ln ¾ − 0.8 ln ¼ for source, −0.8 ln ¾ − 0.2 ln ¼ for target; (ln 3 − 0.2)² and (ln 3 − 0.8)².
        var logits = tensor(new[] { MathF.Log(3) });
        Assert.Equal(expected, GlobalAdversarialLoss.Compute(logits, target ? Target : Source, form, 0.2).item<float>(), 5);
    }

    [Theory]
    [InlineData(AdversarialLoss.CrossEntropy, false, 1.470808)]
    [InlineData(AdversarialLoss.CrossEntropy, true, 1.054920)]
    [InlineData(AdversarialLoss.LeastSquares, false, 0.883194)]
    [InlineData(AdversarialLoss.LeastSquares, true, 0.051417)]
    public void A_smoothed_class_is_a_little_of_the_same_class_in_the_other_domain(AdversarialLoss form, bool target, double expected)
    {
        using var scope = NewDisposeScope();
        // As above, the softmax is (1, 1, 2, 1) / 5, and class 0 has the places 0 (source) and 2 (target). With e = 0.2:
        // 0.8 ln 5 + 0.2 ln 2.5 for source, 0.2 ln 5 + 0.8 ln 2.5 for target; (0.8)² + (ln 2 − 0.2)² and (0.2)² + (ln 2 − 0.8)².
        var logits = tensor(new[] { 0f, 0f, MathF.Log(2), 0f }, [1, 4]);
        var loss = SemanticAdversarialLoss.Compute(
            logits,
            tensor(new long[] { 0 }),
            target ? Target : Source,
            SemanticDiscriminatorHead.ClassConditional,
            form,
            0.2
        );
        Assert.Equal(expected, loss.item<float>(), 5);
    }

    [Fact]
    public void Accuracy_counts_decisions_on_the_right_side()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new[] { -2f, 1f, 3f, 0.4f });
        Assert.Equal(0.75f, GlobalAdversarialLoss.Accuracy(logits, Target, AdversarialLoss.CrossEntropy).item<float>());
        Assert.Equal(0.25f, GlobalAdversarialLoss.Accuracy(logits, Source, AdversarialLoss.CrossEntropy).item<float>());
        Assert.Equal(0.5f, GlobalAdversarialLoss.Accuracy(logits, Target, AdversarialLoss.LeastSquares).item<float>());

        // A wrong class in the right domain still tells the domain right.
        var conditional = tensor(new[] { 0f, 1f, 0f, 5f }, [1, 4]);
        Assert.Equal(
            1f,
            SemanticAdversarialLoss
                .Accuracy(
                    conditional,
                    tensor(new long[] { 0 }),
                    Target,
                    SemanticDiscriminatorHead.ClassConditional,
                    AdversarialLoss.CrossEntropy
                )
                .item<float>()
        );
    }
}
