using Ass.MLNet.Checkpoints;
using Ass.MLNet.Sampling;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public sealed class CheckpointFileTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void What_was_written_is_read()
    {
        string path = _folder.At("a.checkpoint");
        CheckpointFile.Write(path, State(), Tensors(1));
        var state = CheckpointFile.ReadState(path);
        var tensors = Tensors(2);
        CheckpointFile.ReadTensors(path, tensors);

        Assert.Equivalent(State(), state, strict: true);
        foreach (var (name, value) in Tensors(1))
        {
            Assert.True(value.equal(tensors[name]).all().item<bool>(), name);
        }
        Assert.Equal(["a.checkpoint"], Directory.GetFiles(_folder.Root).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("true", 0)]
    [InlineData("false", 1)]
    public void Sums_of_earlier_checkpoints_keep_their_kind(string isLoss, int kind)
    {
        var sum = System.Text.Json.JsonSerializer.Deserialize<MeasureSum>(
            $$"""{"Name":"global","IsLoss":{{isLoss}},"Sum":1.5,"Count":2}"""
        );
        Assert.Equal(new MeasureSum("global", (MeasureKind)kind, 1.5, 2), sum);
    }

    [Fact]
    public void A_gradient_norm_that_is_no_number_does_not_keep_a_checkpoint_from_being_written()
    {
        string path = _folder.At("a.checkpoint");
        var state = new TrainingState
        {
            Sums =
            [
                new MeasureSum("source", MeasureKind.GradientNorm, double.NaN, 1),
                new MeasureSum("target", MeasureKind.GradientNorm, double.PositiveInfinity, 1),
            ],
        };
        CheckpointFile.Write(path, state, Tensors(1));
        Assert.Equal([double.NaN, double.PositiveInfinity], CheckpointFile.ReadState(path).Sums.Select(s => s.Sum));
    }

    [Fact]
    public void No_damage_goes_unnoticed()
    {
        string path = _folder.At("a.checkpoint");
        CheckpointFile.Write(path, State(), Tensors(1));
        byte[] whole = File.ReadAllBytes(path);
        var random = new Random(1);
        for (int i = 0; i < 300; i++)
        {
            byte[] damaged = (byte[])whole.Clone();
            int at = i < 100 ? i : random.Next(whole.Length);
            damaged[at] ^= (byte)(1 << random.Next(8));
            Refused(damaged);
            Refused(whole[..random.Next(whole.Length)]);
        }

        void Refused(byte[] content)
        {
            File.WriteAllBytes(path, content);
            Assert.Contains("checkpoint", Assert.Throws<InvalidDataException>(() => CheckpointFile.ReadState(path)).Message);
        }
    }

    [Fact]
    public void Other_tensors_are_refused_by_name()
    {
        string path = _folder.At("a.checkpoint");
        CheckpointFile.Write(path, State(), Tensors(1));
        var other = new Dictionary<string, Tensor> { ["x"] = zeros(2, 3), ["z"] = zeros(1, dtype: ScalarType.Int64) };
        Assert.Contains("'y'", Assert.Throws<InvalidDataException>(() => CheckpointFile.ReadTensors(path, other)).Message);
        var shape = new Dictionary<string, Tensor> { ["x"] = zeros(3, 2), ["y"] = zeros(1, dtype: ScalarType.Int64) };
        Assert.Contains("'x'", Assert.Throws<InvalidDataException>(() => CheckpointFile.ReadTensors(path, shape)).Message);
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private static TrainingState State() =>
        new()
        {
            Seed = 7,
            Step = 12,
            Elapsed = TimeSpan.FromSeconds(3.25),
            Streams = new StreamPositions(new StreamPosition(1, 2, 3, 4), null, new StreamPosition(0, 5, 6, 0)),
            OptimizerSteps = { ["network"] = 12, ["semantic"] = 11 },
            SkippedSteps = 3,
            Sums = { new MeasureSum("source", MeasureKind.Loss, 0.1 + 0.2, 2) },
            Best = new BestValidation(10, 1.0 / 3),
            GainBase = 0.3,
            ValidationsWithoutGain = 1,
            Fingerprint = new RunFingerprint { Entries = { ["seed"] = "7" } },
        };

    private static Dictionary<string, Tensor> Tensors(int seed) =>
        new() { ["x"] = rand(2, 3, generator: new Generator((ulong)seed)), ["y"] = tensor(new long[] { seed }) };
}
