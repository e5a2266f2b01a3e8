using Ass.MLNet.Images;
using Ass.MLNet.Networks;
using Ass.MLNet.Sampling;
using Ass.MLNet.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

/// <summary>Network, discriminators and a step, all from one seed, and batches for them.</summary>
internal sealed class StepGame : IDisposable
{
    public const int Side = 64;
    public const int Classes = 3;

    public StepGame(AssSegmentationOptions options, bool? waitsForLosses = null)
    {
        using var generator = new Generator(1);
        var network = new SegmentationModule(NetworkSpec.Of(options, Classes));
        network.Initialize(generator);
        network.SetBatchNorm(options.BatchNorm);
        network.TrainingPrecision = options.Precision;
        network.train();
        Modules = new TrainingModules(network, options, generator, CPU);
        Step = new TrainingStep(Modules, options, InputNormalization.Default, CPU, waitsForLosses);
    }

    public TrainingModules Modules { get; }

    public TrainingStep Step { get; }

    /// <summary>The gradients of all that learns, by player and parameter.</summary>
    public Dictionary<string, Tensor> Gradients() =>
        Players()
            .SelectMany(p => p.Module.named_parameters().Select(n => (Name: $"{p.Name}.{n.name}", n.parameter.grad)))
            .Where(p => p.grad is not null)
            .ToDictionary(p => p.Name, p => p.grad!.clone());

    public void ClearGradients()
    {
        foreach (var (_, module) in Players())
        {
            module.zero_grad();
        }
    }

    public float[] NetworkWeights() => Weights(Modules.Network);

    public float[] DiscriminatorWeights() => Weights([.. Discriminators()]);

    public IEnumerable<nn.Module> Discriminators() => Players().Skip(1).Select(p => p.Module);

    public void Dispose()
    {
        Modules.Dispose();
        Modules.Network.Dispose();
    }

    /// <summary>All parameters of some modules, one after the other.</summary>
    public static float[] Weights(params nn.Module[] modules)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var parameters = modules.SelectMany(module => module.parameters()).Select(parameter => parameter.flatten()).ToArray();
        return cat(parameters).data<float>().ToArray();
    }

    public static (Batch Source, Batch Labeled, Batch Unlabeled) Batches() =>
        (
            Batch.Create([new Sample(Noise(1), Ids(1))], new byte[3]),
            Batch.Create([new Sample(Noise(2), Ids(2))], new byte[3]),
            Batch.Create([new Sample(Noise(3), null)], new byte[3])
        );

    public static BgrImage Noise(int seed)
    {
        var random = new Random(seed);
        return new BgrImage(Side, Side, Enumerable.Range(0, Side * Side * 3).Select(_ => (byte)random.Next(256)).ToArray());
    }

    public static void AssertSame(Dictionary<string, Tensor> expected, Dictionary<string, Tensor> actual)
    {
        Xunit.Assert.Equal(expected.Keys, actual.Keys);
        foreach (var (name, gradient) in expected)
        {
            double distance = ((gradient - actual[name]).norm() / (gradient.norm() + 1e-6)).item<float>();
            Xunit.Assert.True(distance < 1e-3, $"{name}: {distance}");
        }
    }

    private static byte[] Ids(int seed) =>
        Enumerable.Range(0, Side * Side).Select(i => (byte)((i / Side / 8 + seed) % 4 is var c and < 3 ? c : 255)).ToArray();

    private IEnumerable<(string Name, nn.Module Module)> Players() =>
        new (string Name, nn.Module? Module)[]
        {
            ("network", Modules.Network),
            ("global", Modules.GlobalDiscriminator),
            ("semantic", Modules.SemanticDiscriminator),
            ("auxiliary", Modules.AuxiliaryDiscriminator),
        }
            .Where(p => p.Module is not null)
            .Select(p => (p.Name, p.Module!));
}
