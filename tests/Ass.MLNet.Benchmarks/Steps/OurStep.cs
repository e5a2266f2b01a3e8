using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Benchmarks;

/// <summary>The library's step. All that the benchmarks know of how the library trains is here.</summary>
internal sealed class OurStep : IStep
{
    private const int Seed = 1;

    // As every model has it.
    private readonly NativeMemory _memory = NativeMemory.Keep();
    private readonly TrainingModules _modules;
    private readonly TrainingStep _step;
    private readonly Batch _source;
    private readonly Batch _labeled;
    private readonly Batch _unlabeled;

    public OurStep(StepSetting setting)
    {
        var options = Options(setting);
        var padding = InputNormalization.Default.Padding;
        using var generator = new Generator(Seed);
        Network = new DeepLabV2(NetworkSpec.Of(options, setting.ClassCount));
        Network.Initialize(generator);
        if (setting.FrozenBatchNorm)
        {
            MeasureStatistics(Network, generator);
        }

        Network.SetBatchNorm(setting.FrozenBatchNorm ? BatchNormMode.Frozen : BatchNormMode.Learned);
        Network.train();
        _modules = new TrainingModules(Network, options, generator, CPU);
        _step = new TrainingStep(_modules, options, InputNormalization.Default, CPU);
        var pictures = new StepPictures(setting);
        (_source, _labeled, _unlabeled) = (Take(0, labeled: true), Take(1, labeled: true), Take(2, labeled: false));

        Batch Take(int stream, bool labeled)
        {
            var image = new BgrImage(setting.Width, setting.Height, pictures.Pixels(stream));
            return Batch.Create([new Sample(image, labeled ? pictures.Ids(stream) : null)], padding);
        }
    }

    public DeepLabV2 Network { get; }

    nn.Module IStep.Network => Network;

    public nn.Module GlobalDiscriminator => _modules.GlobalDiscriminator!;

    public nn.Module SemanticDiscriminator => _modules.SemanticDiscriminator!;

    public StepLosses Losses { get; private set; }

    public static AssSegmentationOptions Options(StepSetting setting) => new() { Network = setting.Network, OutputStride = setting.OutputStride };

    public void Run()
    {
        var record = _step.Run(_source, _labeled, _unlabeled, decay: 1);
        var losses = record.Measures.Where(m => m.IsLoss).ToDictionary(m => m.Name, m => (double)m.Value);
        Losses = new StepLosses(
            losses[StepMeasures.Source], losses[StepMeasures.Target], losses[StepMeasures.Global], losses[StepMeasures.Semantic],
            losses[StepMeasures.GlobalDiscriminator], losses[StepMeasures.SemanticDiscriminator]);
    }

    public void Dispose()
    {
        _modules.Dispose();
        Network.Dispose();
        _memory.Dispose();
    }

    /// <summary>Stores what a batch of noise gives, as pretrained weights bring fitting statistics: without any, random residual blocks would add up to huge values.</summary>
    private static void MeasureStatistics(DeepLabV2 network, Generator generator)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        network.StoreBatchStatistics(1);
        network.train();
        network.forward(randn([1, 3, 128, 256], generator: generator).mul_(60));
        network.StoreBatchStatistics(null);
    }
}
