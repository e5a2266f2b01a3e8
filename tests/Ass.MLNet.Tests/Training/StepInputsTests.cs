using Ass.MLNet.Appearance;
using Ass.MLNet.Distribution;
using Ass.MLNet.Images;
using Ass.MLNet.Networks;
using Ass.MLNet.Sampling;
using Ass.MLNet.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class StepInputsTests
{
    private const int Seed = 5;

    [Fact]
    public void By_default_images_are_only_normalised()
    {
        using var scope = NewDisposeScope();
        var (source, labeled, unlabeled) = StepGame.Batches();
        var made = Inputs(new()).Make(source, labeled, null, 3);
        Assert.Equal(Normalised(source), Values(made.Source!.Images));
        Assert.Equal(Normalised(labeled), Values(made.LabeledTarget!.Images));
        Assert.Null(made.UnlabeledTarget);
        Assert.Same(source.Labels, made.Source.Labels);
        Assert.Equal(Normalised(unlabeled), Values(Inputs(new()).Make(null, null, unlabeled, 3).UnlabeledTarget!.Images));
    }

    [Fact]
    public void Jitter_changes_source_images_alone_each_by_numbers_of_its_own()
    {
        using var scope = NewDisposeScope();
        var options = Jittered(batchSize: 2);
        var source = Batch.Create([Sample(1), Sample(1)], new byte[3]);
        var (_, labeled, unlabeled) = StepGame.Batches();
        var made = Inputs(options).Make(source, labeled, unlabeled, 4);
        Assert.Equal(Normalised(labeled), Values(made.LabeledTarget!.Images));
        Assert.Equal(Normalised(unlabeled), Values(made.UnlabeledTarget!.Images));
        Assert.Same(source.Labels, made.Source!.Labels);

        // The images of step 4 are numbers 8 and 9.
        ColorMap[] maps = [.. new[] { 8, 9 }.Select(i => ColorMap.Draw(RandomNumbers.Create(Seed, RandomUse.SourceColors, i), 0.5))];
        var expected = InputNormalization.Default.Normalize(ColorJitter.Apply(source.ToPixels(CPU), maps));
        Assert.Equal(Values(expected), Values(made.Source.Images));
        Assert.NotEqual(Values(made.Source.Images[0]), Values(made.Source.Images[1]));
    }

    [Fact]
    public void Jitter_depends_on_seed_and_step_alone()
    {
        using var scope = NewDisposeScope();
        var options = Jittered(batchSize: 1);
        var source = StepGame.Batches().Source;
        float[] once = Values(Inputs(options).Make(source, null, null, 7).Source!.Images);
        var inputs = Inputs(options);
        inputs.Make(source, null, null, 6);
        Assert.Equal(once, Values(inputs.Make(source, null, null, 7).Source!.Images));
        Assert.NotEqual(once, Values(inputs.Make(source, null, null, 8).Source!.Images));
        Assert.NotEqual(
            once,
            Values(
                new StepInputs(options, InputNormalization.Default, CPU, Seed + 1, Ranks.Alone).Make(source, null, null, 7).Source!.Images
            )
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Source_images_take_the_colours_of_unlabelled_images_if_there_are_any_else_of_labelled_ones(bool hasUnlabeled)
    {
        using var scope = NewDisposeScope();
        var options = new AssSegmentationOptions { BatchSize = 1, Augmentation = { MatchTargetColors = true } };
        var (source, labeled, unlabeled) = StepGame.Batches();
        var made = Inputs(options).Make(source, labeled, hasUnlabeled ? unlabeled : null, 0);
        var expected = ColorMatching.Apply(source.ToPixels(CPU), (hasUnlabeled ? unlabeled : labeled).ToPixels(CPU));
        Assert.Equal(Values(InputNormalization.Default.Normalize(expected)), Values(made.Source!.Images));
        Assert.Equal(Normalised(labeled), Values(made.LabeledTarget!.Images));
    }

    [Fact]
    public void Colours_are_matched_before_they_change_at_random_and_padding_stays()
    {
        using var scope = NewDisposeScope();
        var options = Jittered(1);
        options.Augmentation.MatchTargetColors = true;
        var source = Batch.Create([Sample(1) with { Picture = new Window(8, 0, 50, 60) }], new byte[3]);
        var labeled = Batch.Create([Sample(2) with { Picture = new Window(0, 9, 40, 30) }], new byte[3]);
        var made = Inputs(options).Make(source, labeled, null, 3).Source!.Images;
        var inside = source.Inside(CPU)!;
        var matched = ColorMatching.Apply(source.ToPixels(CPU), labeled.ToPixels(CPU), inside, labeled.Inside(CPU));
        var map = ColorMap.Draw(RandomNumbers.Create(Seed, RandomUse.SourceColors, 3), 0.5);
        Assert.NotSame(ColorMap.Identity, map);
        var expected = InputNormalization.Default.Normalize(ColorJitter.Apply(matched, [map], inside));
        Assert.Equal(Values(expected), Values(made));
        Assert.Equal(Normalised(source).Take(8), Values(made).Take(8));
    }

    [Fact]
    public void Nothing_but_the_images_is_left()
    {
        var (source, labeled, _) = StepGame.Batches();
        var options = Jittered(1);
        options.Augmentation.MatchTargetColors = true;
        long before = LiveTensors.Count;
        var made = Inputs(options).Make(source, labeled, null, 0);
        Assert.Equal(before + 2, LiveTensors.Count);
        made.Source!.Images.Dispose();
        made.LabeledTarget!.Images.Dispose();
    }

    private static StepInputs Inputs(AssSegmentationOptions options) => new(options, InputNormalization.Default, CPU, Seed, Ranks.Alone);

    private static AssSegmentationOptions Jittered(int batchSize) =>
        new() { BatchSize = batchSize, Augmentation = { SourceColorJitter = 0.5 } };

    private static Sample Sample(int seed) => new(StepGame.Noise(seed), new byte[StepGame.Side * StepGame.Side]);

    private static float[] Normalised(Batch batch) => Values(batch.ToTensor(InputNormalization.Default, CPU));

    private static float[] Values(Tensor tensor) => tensor.data<float>().ToArray();
}
