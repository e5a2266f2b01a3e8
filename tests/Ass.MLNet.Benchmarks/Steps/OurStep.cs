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
    private readonly Batch _source;
    private readonly Batch _labeled;
    private readonly Batch _unlabeled;

    public OurStep(StepSetting setting)
    {
        var options = Options(setting);
        using var generator = new Generator(Seed);
        Network = CreateNetwork(setting, generator);
        Network.SetBatchNorm(setting.FrozenBatchNorm ? BatchNormMode.Frozen : BatchNormMode.Learned);
        Network.train();
        _modules = new TrainingModules(Network, options, generator, CPU);
        _step = new TrainingStep(_modules, options, InputNormalization.Default, CPU);
        var pictures = new StepPictures(setting);
        (_source, _labeled, _unlabeled) = (Take(0, labeled: true), Take(1, labeled: true), Take(2, labeled: false));

        Batch Take(int stream, bool labeled) =>
            Batch.Create([new Sample(pictures.Image(stream), labeled ? pictures.Ids(stream) : null)], InputNormalization.Default.Padding);
    }

    public DeepLabV2 Network { get; }

    nn.Module IStep.Network => Network;

    public nn.Module GlobalDiscriminator => _modules.GlobalDiscriminator!;

    public nn.Module SemanticDiscriminator => _modules.SemanticDiscriminator!;

    public StepLosses Losses { get; private set; }

    public static AssSegmentationOptions Options(StepSetting setting) =>
        new() { Network = setting.Network, OutputStride = setting.OutputStride };

    /// <summary>A network that could be trained, with batch statistics of a picture: pretrained weights bring fitting ones, and without
    /// any, random residual blocks add up to huge values.</summary>
    public static DeepLabV2 CreateNetwork(StepSetting setting, Generator generator)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var network = new DeepLabV2(NetworkSpec.Of(Options(setting), setting.ClassCount));
        network.Initialize(generator);
        network.train();
        network.StoreBatchStatistics(1);
        network.forward(new StepPictures(setting).Images(0));
        network.StoreBatchStatistics(null);
        return network.MoveTo(CPU);
    }

    public void Run() => Run(new StepBatches(_source, _labeled, _unlabeled));

    /// <summary>A step on other batches.</summary>
    public void Run(StepBatches batches)
    {
        var record = _step.Run(batches.Source, batches.LabeledTarget, batches.UnlabeledTarget, decay: 1);
        var losses = record.Measures.Where(m => m.IsLoss).ToDictionary(m => m.Name, m => (double)m.Value);
        Losses = new StepLosses(
            losses[MeasureNames.Source],
            losses[MeasureNames.Target],
            losses[MeasureNames.Global],
            losses[MeasureNames.Semantic],
            losses[MeasureNames.GlobalDiscriminator],
            losses[MeasureNames.SemanticDiscriminator]
        );
    }

    public void RunNetworkAlone()
    {
        foreach (var batch in new[] { _source, _labeled, _unlabeled })
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
