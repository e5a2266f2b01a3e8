using Ass.MLNet.Appearance;
using Ass.MLNet.Distribution;
using Ass.MLNet.Images;
using Ass.MLNet.Losses;
using Ass.MLNet.Networks;
using Ass.MLNet.RunLog;
using Ass.MLNet.Sampling;
using Ass.MLNet.SelfTraining;
using TorchSharp;
using Xunit;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

/// <summary>The student learns from the teacher's labels on mixed images, and from nothing else of the unlabelled ones.</summary>
public class SelfTrainingStepTests(ITestOutputHelper output)
{
    /// <summary>The whole network loss written down plainly, in one graph.</summary>
    [Theory]
    [InlineData(AdaptationRecipe.TargetOnly, ImageMixing.Classes, PseudoLabelTrust.Classes)]
    [InlineData(AdaptationRecipe.Joint, ImageMixing.Classes, PseudoLabelTrust.Pixels, PseudoLabelForm.Soft)]
    [InlineData(AdaptationRecipe.Joint, ImageMixing.Boxes, PseudoLabelTrust.Images)]
    [InlineData(AdaptationRecipe.Joint, ImageMixing.None, PseudoLabelTrust.Images)]
    public void The_gradient_is_that_of_the_plain_formula(
        AdaptationRecipe recipe,
        ImageMixing mixing,
        PseudoLabelTrust trust,
        PseudoLabelForm form = PseudoLabelForm.Hard
    )
    {
        using var scope = NewDisposeScope();
        var options = Options(recipe);
        (options.SelfTraining.Mixing, options.SelfTraining.Trust, options.SelfTraining.Weight) = (mixing, trust, 0.5);
        (options.SelfTraining.ColorJitter, options.SelfTraining.BlurProbability, options.SelfTraining.Labels) = (0, 0, form);
        using var game = new StepGame(options);
        var (source, labeled, unlabeled) = Batches(recipe);
        MakeTeacherDiffer(game);

        var network = game.Modules.Network;
        Batch[] pasted = [.. new[] { source, labeled }.OfType<Batch>()];
        var mixture = new ImageMixer(mixing, seed: 0).Draw(
            unlabeled.Pictures,
            StepGame.Side,
            StepGame.Side,
            [.. pasted.Select(b => new LabeledBatch(b.Labels!, b.Pictures))],
            firstNumber: 0
        );
        var labels = PseudoLabels.Of(
            game.Modules.Teacher!.Predict(unlabeled.ToTensor(InputNormalization.Default, CPU), false),
            mixture,
            options.SelfTraining
        );
        Assert.InRange(labels.Confident.item<float>(), 0.05f, 0.95f);
        var isPasted = tensor([.. mixture.Origins.Select(o => o == PixelOrigin.Pasted)]).view(1, 1, StepGame.Side, StepGame.Side);
        var mixed =
            pasted.Length == 0 ? unlabeled.ToPixels(CPU) : where(isPasted, pasted[mixture.From[0]].ToPixels(CPU), unlabeled.ToPixels(CPU));
        var student = Logits(InputNormalization.Default.Normalize(mixed));
        var loss = SegmentationLoss.Weighted(student, labels.Target, labels.Trust, labels.Pixels) * 0.5;
        foreach (var batch in pasted)
        {
            loss += SegmentationLoss.CrossEntropy(Logits(batch.ToTensor(InputNormalization.Default, CPU)), batch.Labels!);
        }
        loss.backward();
        var expected = game.Gradients();
        game.ClearGradients();

        var record = game.Step.Run(source, labeled, unlabeled, decay: 0);

        StepGame.AssertSame(expected, game.Gradients());
        Assert.Contains(record.Measures, m => m.Name == MeasureNames.SelfTraining && m.IsLoss);
        var share = record.Measures.Single(m => m.Name == MeasureNames.Confident);
        Assert.Equal(labels.Confident.item<float>(), share.Value, 5);

        Tensor Logits(Tensor images)
        {
            var output = network.forward(images);
            return nn.functional.interpolate(output.Logits, [StepGame.Side, StepGame.Side], mode: InterpolationMode.Bilinear);
        }
    }

    /// <summary>What is seen of the other image goes with that one's pseudo-label and the trust in it.</summary>
    [Theory]
    [InlineData(ImageMixing.Classes, PseudoLabelForm.Hard)]
    [InlineData(ImageMixing.Boxes, PseudoLabelForm.Soft)]
    public void Unlabelled_images_are_mixed_with_each_other(ImageMixing mixing, PseudoLabelForm form)
    {
        using var scope = NewDisposeScope();
        var options = Options(AdaptationRecipe.TargetOnly);
        options.BatchSize = 2;
        (options.SelfTraining.Mixing, options.SelfTraining.MixFrom) = (mixing, MixedImages.Unlabeled);
        (options.SelfTraining.ColorJitter, options.SelfTraining.BlurProbability, options.SelfTraining.Labels) = (0, 0, form);
        using var game = new StepGame(options);
        MakeTeacherDiffer(game);
        var unlabeled = Batch.Create(
            [
                .. new[] { new Window(0, 0, 64, 64), new Window(8, 4, 40, 50) }.Select(
                    (w, i) => new Sample(StepGame.Noise(7 + i), null) { Picture = w }
                ),
            ],
            new byte[3]
        );
        var inputs = InputsOf(options);
        var (_, _, unlabeledInput) = inputs.Make(null, StepGame.Batches().Labeled, unlabeled, 0);
        var step = StepOf(game, options);

        var lesson = step.Prepare(null, null, unlabeledInput!, 0)!;

        var own = unlabeled.ToTensor(InputNormalization.Default, CPU);
        var other = own.flip(0);
        var differs = lesson.Input.Images.ne(own).any(1);
        double share = differs.to(ScalarType.Float32).mean().item<float>();
        Assert.InRange(share, 0.05, 0.7);
        TensorAssert.Close(where(differs.unsqueeze(1), other, own), lesson.Input.Images);

        // Where neither is padded alone.
        var inside = unlabeled.Inside(CPU)!.squeeze(1);
        Assert.False(differs.logical_and(inside.logical_and(inside.flip(0)).logical_not()).any().item<bool>());
        var plain = PseudoLabels.Of(
            game.Modules.Teacher!.Predict(own, false),
            new ImageMixer(ImageMixing.None, seed: 0).Draw(unlabeled.Pictures, StepGame.Side, StepGame.Side, [], firstNumber: 0),
            options.SelfTraining
        );
        var (target, trust) = (plain.Target.to(ScalarType.Float32), plain.Trust);
        TensorAssert.Close(
            where(target.dim() == 4 ? differs.unsqueeze(1) : differs, target.flip(0), target),
            lesson.Labels.Target.to(ScalarType.Float32)
        );
        TensorAssert.Close(where(differs, trust.flip(0), trust), lesson.Labels.Trust);
        Assert.Equal(plain.Pixels, lesson.Labels.Pixels);
    }

    [Fact]
    public void The_student_alone_sees_other_colours_and_blur()
    {
        using var scope = NewDisposeScope();
        var options = Options(AdaptationRecipe.TargetOnly);
        (options.SelfTraining.Mixing, options.SelfTraining.BlurProbability) = (ImageMixing.None, 1);
        using var game = new StepGame(options);
        var (_, labeled, unlabeled) = Batches(AdaptationRecipe.TargetOnly);
        var step = StepOf(game, options);
        var inputs = InputsOf(options);
        var (_, labeledInput, unlabeledInput) = inputs.Make(null, labeled, unlabeled, 0);

        var seen = Enumerable.Range(0, 8).Select(i => step.Prepare(null, labeledInput, unlabeledInput!, i)!).ToArray();
        var again = step.Prepare(null, labeledInput, unlabeledInput!, 5)!;

        var plain = unlabeled.ToTensor(InputNormalization.Default, CPU);

        // Of some, neither the colours nor more than a trace of the blur is drawn.
        Assert.True(seen.Count(lesson => (lesson.Input.Images - plain).abs().mean().item<float>() > 1) >= 6);
        Assert.All(seen, lesson =>
            TensorAssert.Close(seen[0].Labels.Target.to(ScalarType.Float32), lesson.Labels.Target.to(ScalarType.Float32))
        );
        TensorAssert.Close(seen[5].Input.Images, again.Input.Images);
        Assert.True((seen[4].Input.Images - seen[5].Input.Images).abs().mean().item<float>() > 0.1);
    }

    /// <summary>What lies around a smaller image neither changes nor counts in the mean grey that contrast moves colours to.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_student_sees_padding_as_it_is(double blur)
    {
        using var scope = NewDisposeScope();
        var options = Options(AdaptationRecipe.TargetOnly);
        (options.SelfTraining.Mixing, options.SelfTraining.BlurProbability) = (ImageMixing.None, blur);
        using var game = new StepGame(options);
        var labeled = StepGame.Batches().Labeled;
        var unlabeled = Batch.Create([new Sample(StepGame.Noise(7), null) { Picture = new Window(8, 0, 40, 50) }], new byte[3]);
        var inputs = InputsOf(options);
        var (_, labeledInput, unlabeledInput) = inputs.Make(null, labeled, unlabeled, 0);
        var step = StepOf(game, options);

        var seen = step.Prepare(null, labeledInput, unlabeledInput!, 0)!.Input.Images;

        var random = RandomNumbers.Create(3, RandomUse.Perturbation, 0);
        _ = random.NextDouble();
        double sigma = 0.1 + 1.9 * random.NextDouble();
        var map = ColorMap.Draw(random, options.SelfTraining.ColorJitter);
        var inside = unlabeled.Inside(CPU)!;
        var colored = ColorJitter.Apply(unlabeled.ToPixels(CPU), [map], inside);
        var expected = InputNormalization.Default.Normalize(blur > 0 ? GaussianBlur.Apply(colored, [sigma], inside) : colored);
        TensorAssert.Close(expected, seen);
        Assert.NotSame(ColorMap.Identity, map);
        var plain = unlabeled.ToTensor(InputNormalization.Default, CPU);
        TensorAssert.Close(plain.masked_select(inside.logical_not()), seen.masked_select(inside.logical_not()));
    }

    [Fact]
    public void In_the_warm_up_the_step_is_that_without_self_training()
    {
        var options = Options(AdaptationRecipe.Joint);
        options.SelfTraining.WarmUpIterations = 2;
        using var warm = new StepGame(options);
        using var plain = new StepGame(Options(AdaptationRecipe.Joint, enabled: false));
        var (source, labeled, unlabeled) = Batches(AdaptationRecipe.Joint);
        for (int step = 0; step < 2; step++)
        {
            warm.Step.Run(source, labeled, unlabeled, decay: 1, index: step);
            plain.Step.Run(source, labeled, null, decay: 1, index: step);
            Assert.Equal(plain.NetworkWeights(), warm.NetworkWeights());
        }

        warm.Step.Run(source, labeled, unlabeled, decay: 1, index: 2);
        plain.Step.Run(source, labeled, null, decay: 1, index: 2);
        Assert.NotEqual(plain.NetworkWeights(), warm.NetworkWeights());
    }

    [Fact]
    public void The_teacher_follows_and_the_discriminators_learn_what_they_learn_without()
    {
        using var scope = NewDisposeScope();
        using var game = new StepGame(Options(AdaptationRecipe.Ass));
        using var plain = new StepGame(Options(AdaptationRecipe.Ass, enabled: false));
        var (source, labeled, unlabeled) = Batches(AdaptationRecipe.Ass);

        game.Step.Run(source, labeled, unlabeled, decay: 1);
        plain.Step.Run(source, labeled, unlabeled, decay: 1);

        // In the first step, the average is the network itself.
        Assert.Equal(game.NetworkWeights(), StepGame.Weights(game.Modules.Teacher!.Network));
        Assert.All(game.Modules.Teacher.Network.parameters(), p => Assert.Null(p.grad));
        Distance.AssertBelow(
            1e-5,
            "discriminators",
            [.. plain.DiscriminatorWeights().Select(v => (double)v)],
            [.. game.DiscriminatorWeights().Select(v => (double)v)],
            output
        );
    }

    [Fact]
    public void Steps_leave_no_tensor_behind()
    {
        using var game = new StepGame(Options(AdaptationRecipe.Ass));
        var (source, labeled, unlabeled) = Batches(AdaptationRecipe.Ass);
        game.Step.Run(source, labeled, unlabeled, decay: 1);
        long before = LiveTensors.Count;
        for (int step = 1; step < 4; step++)
        {
            _ = game.Step.Run(source, labeled, unlabeled, decay: 1, index: step).Measures;
        }
        Assert.Equal(before, LiveTensors.Count);
    }

    private static Ass.MLNet.Training.SelfTrainingStep StepOf(StepGame game, AssSegmentationOptions options) =>
        new(game.Modules.Teacher!, options, InputNormalization.Default, seed: 3, Ranks.Alone);

    private static Ass.MLNet.Training.StepInputs InputsOf(AssSegmentationOptions options) =>
        new(options, InputNormalization.Default, CPU, seed: 3, Ranks.Alone);

    private static AssSegmentationOptions Options(AdaptationRecipe recipe, bool enabled = true) =>
        new()
        {
            Recipe = recipe,
            Network = SegmentationNetwork.DeepLabV2ResNet18,
            BatchNorm = BatchNormMode.Learned,
            Computing = { StreamBatching = StreamBatching.Separate, MemoryFormat = MemoryFormat.ChannelsFirst },
            SelfTraining = { Enabled = enabled, Confidence = 0.7 },
        };

    private static (Batch? Source, Batch Labeled, Batch Unlabeled) Batches(AdaptationRecipe recipe)
    {
        var (source, labeled, unlabeled) = StepGame.Batches();
        return (recipe == AdaptationRecipe.TargetOnly ? null : source, labeled, unlabeled);
    }

    /// <summary>A teacher that is surer than a new network, and of other classes.</summary>
    private static void MakeTeacherDiffer(StepGame game)
    {
        using var _ = no_grad();
        using var random = new Generator(9);
        foreach (var parameter in game.Modules.Teacher!.Network.Classifier.parameters())
        {
            parameter.normal_(0, 0.02, random);
        }
    }
}
