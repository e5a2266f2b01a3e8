using Ass.MLNet.Losses;
using Ass.MLNet.SelfTraining;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

/// <summary>The teacher's class where the unlabelled image shows, the given label where something is pasted, and the trust in
/// both.</summary>
public class PseudoLabelsTests
{
    // Two images of 1 × 4 pixels, two classes; the probability of class 1.
    private static readonly float[] SecondClass = [0.95f, 0.6f, 0.02f, 0.5f, 0.3f, 0.97f, 0.2f, 0.99f];

    // Image 1: pixel 2 is pasted as class 1. Image 2: pixel 1 is pasted but ignored, pixel 4 is padding.
    private static readonly byte[] Given = [255, 1, 255, 255, 255, 255, 255, 255];
    private static readonly PixelOrigin[] Origins =
    [
        PixelOrigin.Unlabeled,
        PixelOrigin.Pasted,
        PixelOrigin.Unlabeled,
        PixelOrigin.Unlabeled,
        PixelOrigin.Pasted,
        PixelOrigin.Unlabeled,
        PixelOrigin.Unlabeled,
        PixelOrigin.Padding,
    ];
    private static readonly Mixture Mixed = new([0, 0], [], [.. Origins.Select(origin => origin != PixelOrigin.Padding)], Origins, Given);

    [Theory]
    [InlineData(PseudoLabelTrust.Pixels, new[] { 1f, 1f, 1f, 0f, 0f, 1f, 0f, 0f })]
    [InlineData(PseudoLabelTrust.Images, new[] { 0.5f, 1f, 0.5f, 0.5f, 0f, 1 / 3f, 1 / 3f, 0f })]
    [InlineData(PseudoLabelTrust.Classes, new[] { 1f, 1f, 1f, 0f, 0f, 1f, 1f, 0f })]
    public void Labels_and_trust_are_those_worked_out_by_hand(PseudoLabelTrust trust, float[] expected)
    {
        using var scope = NewDisposeScope();
        var second = tensor(SecondClass).view(2, 1, 1, 4);
        var labels = PseudoLabels.Of(cat([1 - second, second], 1), Mixed, new SelfTrainingOptions { Trust = trust });

        // At equal probabilities the first class counts.
        Assert.Equal([1, 1, 0, 0, 255, 1, 0, 255], labels.Target.data<long>().ToArray());
        Assert.Equal(expected, labels.Trust.data<float>().ToArray());
        Assert.Equal((0.5f + (trust == PseudoLabelTrust.Classes ? 2 : 1) / 3f) / 2, labels.Confident.item<float>(), 6);
    }

    [Theory]
    [InlineData(PseudoLabelTrust.Pixels)]
    [InlineData(PseudoLabelTrust.Images)]
    public void Confidence_1_trusts_given_labels_alone_however_sure_the_teacher(PseudoLabelTrust trust)
    {
        using var scope = NewDisposeScope();
        var sure = cat([ones(2, 1, 1, 4), zeros(2, 1, 1, 4)], 1);
        var labels = PseudoLabels.Of(sure, Mixed, new SelfTrainingOptions { Confidence = 1, Trust = trust });

        Assert.Equal([0f, 1, 0, 0, 0, 0, 0, 0], labels.Trust.data<float>().ToArray());
        Assert.Equal(0, labels.Confident.item<float>());
    }

    [Fact]
    public void Soft_labels_are_the_teachers_probabilities_and_the_given_class()
    {
        using var scope = NewDisposeScope();
        var second = tensor(SecondClass).view(2, 1, 1, 4);
        var labels = PseudoLabels.Of(
            cat([1 - second, second], 1),
            Mixed,
            new SelfTrainingOptions { Labels = PseudoLabelForm.Soft, Confidence = 0 }
        );

        // Image 2: pixel 1 is pasted but ignored, pixel 4 is padding: of no class.
        Assert.Equal([0.95f, 1, 0.02f, 0.5f, 0, 0.97f, 0.2f, 0], labels.Target.select(1, 1).contiguous().data<float>().ToArray());
        Assert.Equal(
            [1 - 0.95f, 0, 1 - 0.02f, 0.5f, 0, 1 - 0.97f, 1 - 0.2f, 0],
            labels.Target.select(1, 0).contiguous().data<float>().ToArray()
        );
        Assert.Equal([1f, 1, 1, 1, 0, 1, 1, 0], labels.Trust.data<float>().ToArray());

        // -sum p log softmax, by hand: the logits of class 1 are 0, those of class 0 are ln 3, so that the softmax is 1/4 and 3/4.
        var logits = cat([full_like(second, Math.Log(3)), zeros_like(second)], 1);
        double expected = new[] { 0.95, 1, 0.02, 0.5, 0.97, 0.2 }.Sum(p => -p * Math.Log(0.25) - (1 - p) * Math.Log(0.75)) / 7;
        Assert.Equal(expected, SegmentationLoss.Weighted(logits, labels.Target, labels.Trust, labels.Pixels).item<float>(), 5);
    }

    [Fact]
    public void The_loss_is_the_mean_of_trusted_cross_entropies_over_all_but_the_padding()
    {
        using var scope = NewDisposeScope();
        var logits = randn([2, 2, 1, 4], generator: new Generator(3)).requires_grad_();
        var second = tensor(SecondClass).view(2, 1, 1, 4);
        var labels = PseudoLabels.Of(cat([1 - second, second], 1), Mixed, new SelfTrainingOptions { Trust = PseudoLabelTrust.Images });

        var loss = SegmentationLoss.Weighted(logits, labels.Target, labels.Trust, labels.Pixels);
        loss.backward();

        var probabilities = logits.detach().softmax(1);
        double expected = 0;
        var slope = zeros_like(logits).detach();
        for (int i = 0; i < 8; i++)
        {
            long target = labels.Target.view(8)[i].item<long>();
            float q = labels.Trust.view(8)[i].item<float>();
            if (target == 255)
            {
                continue;
            }
            for (int c = 0; c < 2; c++)
            {
                float p = probabilities[i / 4, c, 0, i % 4].item<float>();
                expected -= c == target ? q * Math.Log(p) / 7 : 0;
                slope[i / 4, c, 0, i % 4] = q * (p - (c == target ? 1 : 0)) / 7;
            }
        }
        Assert.Equal(expected, loss.item<float>(), 5);
        TensorAssert.Close(slope, logits.grad!);
    }
}
