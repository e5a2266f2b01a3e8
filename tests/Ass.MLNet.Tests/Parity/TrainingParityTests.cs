using Ass.MLNet.Images;
using Ass.MLNet.MLNetInternals;
using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;
using Ass.MLNet.Torch;
using Ass.MLNet.Training;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Xunit;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

/// <summary>Training moves every parameter of all players as the reference's does.</summary>
public class TrainingParityTests(ITestOutputHelper output)
{
    private const double Bound = 1e-4;
    private const double LossBound = 1e-5;

    public static TheoryData<string> Fixtures =>
        ["resnet18-frozen", "resnet18-learned", "resnet18-adam", "swiftnet", "resnet101-frozen", "resnet101-learned", "paper"];

    /// <summary>Whether streams go together, and how values lie in memory, is a matter of speed. What is chosen by default is compared in
    /// <see cref="Steps_move_every_player_as_the_reference"/>.</summary>
    [Theory]
    [InlineData("resnet18-frozen", StreamBatching.Separate, MemoryFormat.ChannelsFirst)]
    [InlineData("resnet18-frozen", StreamBatching.Separate, MemoryFormat.ChannelsLast)]
    [InlineData("resnet18-learned", StreamBatching.Together, MemoryFormat.ChannelsLast)]
    [InlineData("resnet101-frozen", StreamBatching.Together, MemoryFormat.ChannelsLast)]
    public void Losses_and_gradients_are_the_references_however_they_are_computed(
        string name,
        StreamBatching batching,
        MemoryFormat format
    ) =>
        AssertStep(name, CPU, LossBound, GradientBound(name), computing =>
            (computing.StreamBatching, computing.MemoryFormat) = (batching, format)
        );

    // cuDNN chooses among ways of convolving that round differently, so that more numbers lie on the other side of a bend.
    [GpuTheory]
    [MemberData(nameof(Fixtures))]
    public void Losses_and_gradients_of_a_step_on_a_GPU_are_the_references(string name)
    {
        using var tf32 = TensorFloat32.Allow(false);
        AssertStep(name, Gpu.Device, 1e-4, 1e-2);
    }

    /// <summary>The first step's losses and gradients are the reference's, too.</summary>
    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Steps_move_every_player_as_the_reference(string name)
    {
        using var scope = NewDisposeScope();
        using var game = new ParityGame(name);
        for (int step = 0; step < game.Steps; step++)
        {
            var record = game.Step(Math.Pow(1 - (double)step / game.Steps, 0.9), step);
            if (step == 0)
            {
                AssertLosses(LossBound, game.Fixture, record);
                AssertGradients(GradientBound(name), game, ParityGame.Options(name).Optimization.WeightDecay);
            }
        }

        foreach (var player in game.Parameters().GroupBy(p => p.Player))
        {
            AssertMoved(game.Fixture, ParityGame.Shift(name), player.Key, [.. player.Select(p => (p.Name, p.Parameter.detach()))]);
        }
        if (game.Averages().Any())
        {
            AssertClose(MoveBounds(name).Sgd, game.Fixture, "teacher", "network", Moves(game.Averages(), ParityGame.Shift(name)));
        }
        if (game.Fixture.Names("statistics.").Any())
        {
            AssertClose(Bound, game.Fixture, "statistics", "network", Moves(game.Statistics(), ParityGame.Shift(name)));
        }
    }

    /// <summary>The same by the front door: pictures, pretrained weights and the schedule go the way that a user's go.</summary>
    [Fact]
    public void Fit_moves_the_network_as_the_reference()
    {
        var ml = new MLContext(seed: 1);
        using var folder = new TestFolder();
        string weights = folder.At("start.safetensors");
        using (var start = ParityGame.CreateNetwork("resnet18-joint"))
        using (
            var segmenter = new Segmenter(
                start,
                InputNormalization.TorchVision,
                new PredictionResizing(null),
                ParityGame.ClassNames(5),
                CPU
            )
        )
        using (var model = new AssSegmentationTransformer(ml, segmenter, new SegmentationColumns("Image", "PredictedLabel", null)))
        {
            model.SaveWeights(weights);
        }

        var options = ParityGame.Options("resnet18-joint");
        (options.PretrainedWeights, options.Iterations) = (weights, 5);
        (options.Augmentation.MinScale, options.Augmentation.MaxScale, options.Augmentation.HorizontalFlip) = (1, 1, false);
        using var trained = ml
            .Transforms.AssSegmentation(options)
            .Fit(ml.Data.LoadFromEnumerable(new[] { Row.Of("source"), Row.Of("target") }));

        AssertMoved(
            new Fixture("resnet18-joint"),
            shift: 0,
            "network",
            [
                .. trained
                    .Segmenter.Network.named_parameters()
                    .Where(p => p.parameter.requires_grad)
                    .Select(p => ($"network.{p.name}", p.parameter.detach())),
            ]
        );
    }

    private void AssertStep(string name, Device device, double lossBound, double gradientBound, Action<ComputingOptions>? computing = null)
    {
        using var scope = NewDisposeScope();
        // The optimizers use gradients up; without weight decay and with a rate of 0 they leave them as they were.
        using var game = new ParityGame(name, weightDecay: 0, device: device, computing: computing);
        var record = game.Step(decay: 0);

        AssertLosses(lossBound, game.Fixture, record);
        AssertGradients(gradientBound, game, weightDecay: 0);
    }

    private void AssertLosses(double bound, Fixture fixture, StepRecord record)
    {
        foreach (var loss in record.Measures.Where(m => m.IsLoss))
        {
            Distance.AssertBelow(bound, $"loss {loss.Name}", fixture[$"loss.{loss.Name}"], [loss.Value], output);
        }
    }

    /// <param name="bound">For each player.</param>
    /// <param name="game">After its first step.</param>
    /// <param name="weightDecay">The share of the network's weights that its optimizer has added to their gradients. The discriminators'
    /// optimizers add nothing.</param>
    private void AssertGradients(double bound, ParityGame game, double weightDecay)
    {
        foreach (var player in game.Parameters().GroupBy(p => p.Player))
        {
            double added = player.Key == "network" ? weightDecay : 0;
            var gradients = player.Select(p => (p.Name, Gradient(p.Name, p.Parameter, added, ParityGame.Shift(game.Fixture.Name))));
            AssertClose(bound, game.Fixture, "gradient", player.Key, gradients);
        }
    }

    private static float[] Gradient(string name, Tensor parameter, double added, double shift)
    {
        float[] gradient = Numbers(parameter.grad!.cpu());
        if (added > 0)
        {
            float[] start = DeterministicNumbers.Weights(name, parameter.shape, shift);
            for (int i = 0; i < gradient.Length; i++)
            {
                gradient[i] = (float)(gradient[i] - added * start[i]);
            }
        }
        return gradient;
    }

    // What is given to a rectifier can lie so near its bend that rounding, which differs from processor to processor, decides which side it
    // is on: its unit's own filters are then 1e-2 away, all others 1e-5. With frozen norms that happens: folded into their convolutions
    // they round otherwise than behind them, and in resnet18-frozen one number of D_g's first layer is 2e-7.
    private static double GradientBound(string fixture) => fixture is "resnet18-frozen" or "resnet101-frozen" ? 3e-3 : Bound;

    // Parameters hardly move in a few steps, so their distance alone says little; that between their moves sees a missing weight decay
    // (6e-3) or another power of the decay (5e-2). Rounding changes moves more than gradients: after the first step a number here and there
    // is on the other side of where a rectifier bends, and Adam divides by the roots of small numbers. Batch norms that learn keep numbers
    // away from the bends, so there the bounds are tight.
    private static (double Sgd, double Adam) MoveBounds(string fixture) => fixture == "resnet18-learned" ? (1e-4, 1e-3) : (1e-3, 5e-2);

    private static List<(string Name, float[] Values)> Moves(IEnumerable<(string Name, Tensor Value)> tensors, double shift) =>
        [.. tensors.Select(t => (t.Name, Move(t.Name, t.Value, shift)))];

    private static float[] Move(string name, Tensor now, double shift)
    {
        float[] moved = Numbers(now);
        float[] start = DeterministicNumbers.Weights(name, now.shape, shift);
        for (int i = 0; i < moved.Length; i++)
        {
            moved[i] -= start[i];
        }
        return moved;
    }

    /// <summary>libtorch brings values that lie in memory as channels last into order much faster than TorchSharp reads them so.</summary>
    private static float[] Numbers(Tensor tensor)
    {
        using var inOrder = tensor.contiguous();
        return inOrder.data<float>().ToArray();
    }

    private void AssertMoved(Fixture fixture, double shift, string player, IReadOnlyCollection<(string Name, Tensor Value)> parameters)
    {
        double size = Math.Sqrt(parameters.Sum(p => Math.Pow(p.Value.norm().item<float>(), 2)));
        bool adam = player != "network" || fixture.Name == "resnet18-adam";
        var bounds = MoveBounds(fixture.Name);
        var (difference, move) = AssertClose(adam ? bounds.Adam : bounds.Sgd, fixture, "moved", player, Moves(parameters, shift));
        output.WriteLine(FormattableString.Invariant($"parameters {player}: {difference / size:0.0e+0}, moved by {move / size:0.0e+0}"));
        Assert.True(difference / size <= Bound);
    }

    /// <returns>‖ours − reference‖ and ‖reference‖ over all tensors.</returns>
    private (double Difference, double Size) AssertClose(
        double bound,
        Fixture fixture,
        string kind,
        string player,
        IEnumerable<(string Name, float[] Values)> tensors
    )
    {
        var sketches = tensors.ToDictionary(t => $"{kind}.{t.Name}", t => DeterministicNumbers.Sketch(t.Name, t.Values));
        Assert.Equal(fixture.Names($"{kind}.{player}.").Order(), sketches.Keys.Order());
        foreach (var (name, sketch) in sketches)
        {
            Assert.Equal(fixture[name].Length, sketch.Length);
        }

        var expected = sketches.Keys.SelectMany(name => fixture[name]).ToArray();
        var actual = sketches.Values.SelectMany(sketch => sketch).ToArray();
        double size = Norm(expected);

        // Tensors next to nothing do not count: a shift before another batch norm, for instance, has a gradient of 0.
        var (worst, distance) = sketches
            .Where(s => Norm(fixture[s.Key]) > 1e-3 * size)
            .Select(s => (s.Key, Distance.Between(fixture[s.Key], s.Value)))
            .MaxBy(s => s.Item2);
        output.WriteLine(FormattableString.Invariant($"worst {worst}: {distance:0.0e+0}"));
        Distance.AssertBelow(bound, $"{kind} {player}", expected, actual, output);
        return (Distance.Between(expected, actual) * size, size);

        static double Norm(double[] values) => Math.Sqrt(values.Sum(v => v * v));
    }

    private sealed class Row
    {
        public string Domain { get; set; } = "";

        [ImageType(65, 97)]
        public MLImage? Image { get; set; }

        public byte[] Label { get; set; } = [];

        public static Row Of(string domain) =>
            new()
            {
                Domain = domain,
                Image = DeterministicNumbers.Picture($"{domain}.0", 65, 97).ToMLImage(),
                Label = DeterministicNumbers.Labels($"{domain}.0", 65, 97, 5),
            };
    }
}
