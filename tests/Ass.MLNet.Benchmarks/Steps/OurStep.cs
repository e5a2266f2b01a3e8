using Ass.MLNet.Distribution;
using Ass.MLNet.Networks;
using Ass.MLNet.RunLog;
using Ass.MLNet.Sampling;
using Ass.MLNet.Torch;
using Ass.MLNet.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Benchmarks;

/// <summary>The library's step. All that the benchmarks know of how the library trains is here.</summary>
internal sealed class OurStep : IStep
{
    public const int Seed = 1;

    // As every model has it.
    private readonly KeptMemory _memory = KeptMemory.Keep();
    private readonly TrainingModules _modules;
    private readonly TrainingStep _step;
    private readonly StepBatches _batches;

    /// <param name="setting">What is trained.</param>
    /// <param name="ranks">The processes that train together; null for one.</param>
    public OurStep(StepSetting setting, Ranks? ranks = null)
    {
        var options = Options(setting);
        using var generator = new Generator(Seed);
        Network = CreateNetwork(setting, generator);
        Network.SetBatchNorm(setting.FrozenBatchNorm ? BatchNormMode.Frozen : BatchNormMode.Learned);
        Network.train();
        Network.TrainingPrecision = setting.Precision;
        _modules = new TrainingModules(Network, options, generator, CPU, ranks);
        _step = new TrainingStep(_modules, options, InputNormalization.Default, CPU);
        var pictures = new StepPictures(setting);
        _batches = new StepBatches(
            setting.Terms.Source ? Take(0, labeled: true) : null,
            setting.Terms.LabeledTarget ? Take(1, labeled: true) : null,
            setting.Terms.UnlabeledTarget ? Take(2, labeled: false) : null
        );

        Batch Take(int stream, bool labeled) =>
            Batch.Create(
                [
                    .. Enumerable
                        .Range(0, setting.Batch)
                        .Select(i => stream + (i * StepPictures.Streams))
                        .Select(picture => new Sample(pictures.Image(picture), labeled ? pictures.Ids(picture) : null)),
                ],
                InputNormalization.Default.Padding
            );
    }

    public SegmentationModule Network { get; }

    nn.Module IStep.Network => Network;

    public nn.Module GlobalDiscriminator => _modules.GlobalDiscriminator!;

    public nn.Module SemanticDiscriminator => _modules.SemanticDiscriminator!;

    public StepLosses Losses { get; private set; }

    public static AssSegmentationOptions Options(StepSetting setting) =>
        new()
        {
            Network = setting.Network,
            OutputStride = setting.OutputStride,
            BatchSize = setting.Batch,
            Recipe = setting.Recipe,
            Precision = setting.Precision,
            Computing = { MemoryFormat = setting.MemoryFormat },
        };

    /// <summary>A network that could be trained, with batch statistics of a picture: pretrained weights bring fitting ones, and without
    /// any, random residual blocks add up to huge values.</summary>
    public static SegmentationModule CreateNetwork(StepSetting setting, Generator generator)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var network = new SegmentationModule(NetworkSpec.Of(Options(setting), setting.ClassCount));
        network.Initialize(generator);
        network.train();
        network.StoreBatchStatistics(1);
        network.forward(new StepPictures(setting).Images(0));
        network.StoreBatchStatistics(null);
        return network.MoveTo(CPU);
    }

    public void Run() => Run(_batches);

    /// <summary>A step on other batches.</summary>
    /// <exception cref="InvalidOperationException">A loss is unsound: the step would be left out, which is no time to measure.</exception>
    public void Run(StepBatches batches)
    {
        var record = _step.Run(batches.Source, batches.LabeledTarget, batches.UnlabeledTarget, decay: 1);
        if (record.UnsoundLoss is { } unsound)
        {
            throw new InvalidOperationException($"The step was left out: its loss '{unsound.Name}' is {unsound.Value}.");
        }

        var losses = record.Measures.Where(m => m.IsLoss).ToDictionary(m => m.Name, m => (double)m.Value);
        Losses = new StepLosses(
            Loss(MeasureNames.Source),
            Loss(MeasureNames.Target),
            Loss(MeasureNames.Global),
            Loss(MeasureNames.Semantic),
            Loss(MeasureNames.GlobalDiscriminator),
            Loss(MeasureNames.SemanticDiscriminator)
        );

        // Without a discriminator there is no loss of it.
        double Loss(string name) => losses.GetValueOrDefault(name, double.NaN);
    }

    public void RunNetworkAlone()
    {
        foreach (var batch in new[] { _batches.Source, _batches.LabeledTarget, _batches.UnlabeledTarget }.OfType<Batch>())
        {
            using var scope = NewDisposeScope();
            var output = Network.forward(batch.ToTensor(InputNormalization.Default, CPU));
            output.Logits.backward([ones_like(output.Logits)]);
        }
    }

    public void Dispose()
    {
        _modules.Dispose();
        Network.Dispose();
        _memory.Dispose();
    }
}
