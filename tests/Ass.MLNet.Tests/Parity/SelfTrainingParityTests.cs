using Ass.MLNet.Labels;
using Ass.MLNet.Losses;
using Ass.MLNet.SelfTraining;
using TorchSharp;
using Xunit;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

/// <summary>What self-training and prototypes learn from the same numbers is the reference's, and so are the gradients.</summary>
public class SelfTrainingParityTests(ITestOutputHelper output)
{
    private const double Bound = 1e-6;
    private const int Height = 49;
    private const int Width = 65;

    [Theory]
    [InlineData(PseudoLabelTrust.Pixels, PseudoLabelForm.Hard, "pixels.hard")]
    [InlineData(PseudoLabelTrust.Pixels, PseudoLabelForm.Soft, "pixels.soft")]
    [InlineData(PseudoLabelTrust.Images, PseudoLabelForm.Hard, "images.hard")]
    [InlineData(PseudoLabelTrust.Images, PseudoLabelForm.Soft, "images.soft")]
    [InlineData(PseudoLabelTrust.Classes, PseudoLabelForm.Hard, "classes.hard")]
    [InlineData(PseudoLabelTrust.Classes, PseudoLabelForm.Soft, "classes.soft")]
    public void The_loss_on_mixed_images(PseudoLabelTrust trust, PseudoLabelForm form, string name)
    {
        using var scope = NewDisposeScope();
        var fixture = new Fixture("self-training");
        var probabilities = DeterministicNumbers.Numbers("teacher", [2, 5, Height, Width], 6).softmax(1);
        var logits = DeterministicNumbers.Numbers("student", [2, 5, Height, Width], 3).requires_grad_();

        var labels = PseudoLabels.Of(probabilities, Mixed(), new SelfTrainingOptions { Trust = trust, Labels = form });
        var loss = SegmentationLoss.Weighted(logits, labels.Target, labels.Trust, 2 * Height * Width);
        loss.backward();

        var gradient = DeterministicNumbers.Sketch("student", logits.grad!.data<float>().ToArray(), 256);
        Distance.AssertBelow(Bound, "loss", fixture[$"{name}.loss"], Distance.Values(loss), output);
        Distance.AssertBelow(Bound, "gradient", fixture[$"{name}.gradient"], gradient, output);
        Distance.AssertBelow(Bound, "confident", fixture[$"{name}.confident"], Distance.Values(labels.Confident), output);
    }

    [Fact]
    public void Distances_to_prototypes_in_three_steps()
    {
        using var scope = NewDisposeScope();
        var fixture = new Fixture("prototypes");
        using var prototypes = new Prototypes(5, 6, CPU);
        var target = DeterministicNumbers.Numbers("target", [4, 6]).requires_grad_();
        long[][] classesOfSteps =
        [
            [0, 0, 2],
            [1, 2, 3, 0],
            [0, 2],
        ];
        for (int step = 0; step < classesOfSteps.Length; step++)
        {
            long[] classes = classesOfSteps[step];
            var source = new ClassVectors(DeterministicNumbers.Numbers($"source.{step}", [classes.Length, 6]), tensor(classes));
            var distance = prototypes.Distance(new ClassVectors(target, tensor(new long[] { 0, 1, 4, 2 })), source);
            prototypes.Take(source, null);

            var gradient = autograd.grad([distance], [target])[0];
            Distance.AssertBelow(Bound, "distance", fixture[$"distance.{step}"], Distance.Values(distance), output);
            Distance.AssertBelow(Bound, "gradient", fixture[$"gradient.{step}"], Distance.Values(gradient), output);
        }
    }

    /// <summary>A third of the pixels each is padding, the unlabelled image, and pasted.</summary>
    private static Mixture Mixed()
    {
        var bits = DeterministicNumbers.Bits("origins");
        PixelOrigin[] origins = [.. Enumerable.Range(0, 2 * Height * Width).Select(i => (PixelOrigin)((bits(i) >> 33) % 3))];
        byte[] labels =
        [
            .. DeterministicNumbers.Labels("pasted.0", Height, Width, 5),
            .. DeterministicNumbers.Labels("pasted.1", Height, Width, 5),
        ];
        return new Mixture(
            [0, 0],
            [],
            [.. origins.Select(origin => origin != PixelOrigin.Padding)],
            origins,
            [.. labels.Zip(origins, (id, origin) => origin == PixelOrigin.Pasted ? id : LabelMask.Ignored)]
        );
    }
}
