using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Benchmarks;

/// <summary>The library's step. All that the benchmarks know of how the library trains is here.</summary>
internal sealed class OurStep : IStep
{
    private const int Seed = 1;

    private readonly TrainingModules _modules;
    private readonly TrainingStep _step;
    private readonly Batch _source;
    private readonly Batch _labeled;
    private readonly Batch _unlabeled;

    public OurStep(StepSetting setting)
    {
        var options = Options(setting);
        var padding = InputNormalization.Default.Padding;
        var pictures = new StepPictures(setting);
        using var generator = new Generator(Seed);
        Network = new DeepLabV2(NetworkSpec.Of(options, setting.ClassCount));
        Network.Initialize(generator);
        if (setting.FrozenBatchNorm)
        {
            MeasureStatistics(Network, pictures);
        }

        Network.SetBatchNorm(setting.FrozenBatchNorm ? BatchNormMode.Frozen : BatchNormMode.Learned);
        Network.train();
        _modules = new TrainingModules(Network, options, generator, CPU);
        _step = new TrainingStep(_modules, options, InputNormalization.Default, CPU);
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
    }

    /// <summary>Stores a picture's statistics, as pretrained weights bring fitting ones: without any, random residual blocks would add up to huge values.</summary>
    private static void MeasureStatistics(DeepLabV2 network, StepPictures pictures)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        network.StoreBatchStatistics(1);
        network.train();
        network.forward(pictures.Images(0));
        network.StoreBatchStatistics(null);
    }
}
