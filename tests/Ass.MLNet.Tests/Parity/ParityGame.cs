using Ass.MLNet.Networks;
using Ass.MLNet.Sampling;
using Ass.MLNet.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

/// <summary>Network, discriminators and batches of a training that make_fixtures.py knows by the same name.</summary>
internal sealed class ParityGame : IDisposable
{
    private readonly TrainingModules _modules;
    private readonly TrainingStep _step;
    private readonly Batch _source;
    private readonly Batch _target;
    private readonly Batch _unlabeled;

    /// <param name="name">A fixture.</param>
    /// <param name="weightDecay">Replaces the fixture's own.</param>
    /// <param name="precision">What it computes in; the fixtures know of 32 bits only.</param>
    /// <param name="device">Where it computes; null: on the CPU.</param>
    /// <param name="computing">How it computes; null: as by default.</param>
    /// <param name="size">Replaces the fixture's size of pictures; what is computed then is not in the fixture.</param>
    public ParityGame(
        string name,
        double? weightDecay = null,
        SegmentationPrecision precision = SegmentationPrecision.Float32,
        Device? device = null,
        Action<ComputingOptions>? computing = null,
        ImageSize? size = null
    )
    {
        device ??= CPU;
        var options = Options(name);
        computing?.Invoke(options.Computing);
        options.Precision = precision;
        options.Optimization.WeightDecay = weightDecay ?? options.Optimization.WeightDecay;
        Fixture = new Fixture(name);
        Steps = name is "resnet101-learned" or "paper" ? 2 : 5;
        using var generator = new Generator(1);
        var network = CreateNetwork(name).MoveTo(device);
        network.TrainingPrecision = precision;
        network.train();
        _modules = new TrainingModules(network, options, generator, device);
        DeterministicNumbers.Fill(_modules.GlobalDiscriminator!, "global.");
        DeterministicNumbers.Fill(_modules.SemanticDiscriminator!, "semantic.");
        if (_modules.AuxiliaryDiscriminator is { } auxiliary)
        {
            DeterministicNumbers.Fill(auxiliary, "auxiliary.");
        }
        _step = new TrainingStep(_modules, options, name == "paper" ? InputNormalization.Default : InputNormalization.TorchVision, device);
        int classes = options.ClassNames!.Count;
        (_source, _target, _unlabeled) = (BatchOf("source", true), BatchOf("target", true), BatchOf("unlabelled", false));

        Batch BatchOf(string stream, bool labeled)
        {
            int count = name == "resnet18-learned" ? 2 : 1;
            var (width, height) = size
                ?? name switch
                {
                    "paper" => new ImageSize(96, 64),
                    "resnet18-learned" or "resnet18-adam" => new ImageSize(65, 49),
                    _ => new ImageSize(97, 65),
                };
            return Batch.Create(
                [
                    .. Enumerable
                        .Range(0, count)
                        .Select(i => new Sample(
                            DeterministicNumbers.Picture($"{stream}.{i}", height, width),
                            labeled ? DeterministicNumbers.Labels($"{stream}.{i}", height, width, classes) : null
                        )),
                ],
                new byte[3]
            );
        }
    }

    public Fixture Fixture { get; }

    public static AssSegmentationOptions Options(string name)
    {
        if (name == "paper")
        {
            var paper = AssSegmentationOptions.Paper(PaperBenchmark.Gta5ToCityscapes);
            paper.ClassNames = ClassNames(19);
            return paper;
        }

        bool large = name.StartsWith("resnet101", StringComparison.Ordinal);
        var options = new AssSegmentationOptions
        {
            Network = large ? SegmentationNetwork.DeepLabV2ResNet101 : SegmentationNetwork.DeepLabV2ResNet18,
            OutputStride = name is "resnet18-frozen" or "resnet18-joint" or "resnet101-frozen" ? 16 : 8,
            ClassNames = ClassNames(large ? 19 : 5),
            BatchNorm = name.EndsWith("learned", StringComparison.Ordinal) ? BatchNormMode.Learned : BatchNormMode.Frozen,
        };

        // For ResNet-101 everything is as it is by default. The others have rates and weights that make each term count.
        if (!large)
        {
            (options.LearningRate, options.Optimization.WeightDecay) = (2.5e-3, 0.01);
        }
        if (!large && name != "resnet18-joint")
        {
            (
                options.Optimization.SourceWeight,
                options.Optimization.TargetWeight,
                options.Adversarial.GlobalWeight,
                options.Adversarial.SemanticWeight
            ) = (0.7, 1.3, 0.5, 0.4);
        }
        switch (name)
        {
            case "resnet18-frozen":
                (options.LearningRate, options.Adversarial.DiscriminatorLearningRate) = (5e-4, 2e-5);
                break;
            case "resnet18-learned":
                options.Adversarial.SemanticDiscriminator = SemanticDiscriminatorHead.Binary;
                (options.Adversarial.SemanticFeatures, options.Adversarial.Loss) = (
                    SemanticFeatureSpace.Output,
                    AdversarialLoss.LeastSquares
                );
                break;
            case "resnet18-adam":
                options.Adversarial.SemanticDiscriminator = SemanticDiscriminatorHead.PerClass;
                (options.Optimizer, options.LearningRate, options.Optimization.ClassifierLearningRateMultiplier) = (
                    SegmentationOptimizer.Adam,
                    5e-5,
                    2
                );
                options.Adversarial.DiscriminatorLearningRate = 2e-5;
                break;
            case "resnet18-joint":
                options.Recipe = AdaptationRecipe.Joint;
                break;
            case "swiftnet":
                (options.Network, options.LearningRate) = (SegmentationNetwork.SwiftNetResNet18, 2.5e-4);
                options.Adversarial.DiscriminatorLearningRate = 2e-5;
                options.Adversarial.ClassVectorWeights = ClassVectorWeights.Share;
                (options.Adversarial.DomainLabelSmoothing, options.Adversarial.LabeledTargetAsSource) = (0.1, true);
                options.Adversarial.PrototypeWeight = 0.3;
                (options.SelfTraining.Enabled, options.SelfTraining.Weight, options.SelfTraining.TeacherDecay) = (true, 0.6, 0.7);
                (options.SelfTraining.Labels, options.SelfTraining.Confidence) = (PseudoLabelForm.Soft, 0);
                options.SelfTraining.Mixing = ImageMixing.None;
                (options.SelfTraining.ColorJitter, options.SelfTraining.BlurProbability) = (0, 0);
                break;
        }

        return options;
    }

    /// <summary>The network as it starts.</summary>
    public static SegmentationModule CreateNetwork(string name)
    {
        var options = Options(name);
        var network = new SegmentationModule(NetworkSpec.Of(options, options.ClassNames!.Count));
        DeterministicNumbers.Fill(network, "network.", Shift(name));
        network.SetBatchNorm(options.BatchNorm);
        return network;
    }

    /// <summary>By how much batch norms shift at the start.</summary>
    public static double Shift(string name) => Options(name).BatchNorm == BatchNormMode.Frozen ? 0 : 3;

    public static string[] ClassNames(int count) => [.. Enumerable.Range(0, count).Select(i => $"class {i}")];

    /// <summary>Steps that the fixture's moves are made of.</summary>
    public int Steps { get; }

    public StepRecord Step(double decay, int index = 0) => _step.Run(_source, _target, _unlabeled, decay, index: index);

    /// <summary>The teacher's weights that follow the network's, by full name of the network's; none without a teacher.</summary>
    public IEnumerable<(string Name, Tensor Value)> Averages() =>
        (_modules.Teacher?.Network.named_parameters() ?? [])
            .Where(p => p.parameter.requires_grad)
            .Select(p => ($"network.{p.name}", p.parameter.detach()));

    /// <summary>After a step: all that has a gradient, by player and full name. Branches that are not summed have none.</summary>
    public IEnumerable<(string Player, string Name, Parameter Parameter)> Parameters() =>
        new (string Player, nn.Module? Module)[]
        {
            ("network", _modules.Network),
            ("global", _modules.GlobalDiscriminator),
            ("semantic", _modules.SemanticDiscriminator),
            ("auxiliary", _modules.AuxiliaryDiscriminator),
        }
            .Where(p => p.Module is not null)
            .SelectMany(p => p.Module!.named_parameters().Select(n => (p.Player, Name: $"{p.Player}.{n.name}", Parameter: n.parameter)))
            .Where(p => p.Parameter.grad is not null);

    /// <summary>Running means and variances, by full name.</summary>
    public IEnumerable<(string Name, Tensor Value)> Statistics() =>
        _modules.Network.named_buffers().Select(b => ($"network.{b.name}", b.buffer));

    public void Dispose()
    {
        _modules.Dispose();
        _modules.Network.Dispose();
    }
}
