using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Benchmarks;

/// <summary>The main peer: a step of ASS as a competent user would write it in TorchSharp from AdaptSegNet's training loop, with one
/// dispose scope.</summary>
internal sealed class TextbookStep : IStep
{
    private const int Ignored = 255;
    private const double GlobalWeight = 0.001,
        SemanticWeight = 0.001;

    private readonly StepSetting _setting;
    private readonly TextbookDeepLabV2 _network;
    private readonly TextbookGlobalDiscriminator _global;
    private readonly TextbookSemanticDiscriminator _semantic;
    private readonly optim.Optimizer _optimizer;
    private readonly optim.Optimizer _globalOptimizer;
    private readonly optim.Optimizer _semanticOptimizer;
    private readonly (Tensor Images, Tensor Labels) _source;
    private readonly (Tensor Images, Tensor Labels) _labeled;
    private readonly Tensor _unlabeled;

    /// <param name="setting">What is trained.</param>
    /// <param name="start">The weights to start from.</param>
    /// <param name="sound">See <see cref="TextbookConvolution"/>.</param>
    public TextbookStep(StepSetting setting, StartWeights start, bool sound = false)
    {
        _setting = setting;
        _network = new TextbookDeepLabV2(setting.Network, setting.OutputStride, setting.ClassCount, sound);
        _global = new TextbookGlobalDiscriminator(setting.ClassCount, sound);
        _semantic = new TextbookSemanticDiscriminator(start.FeatureChannels, setting.ClassCount);
        start.CopyTo(_network, _global, _semantic);
        _network.train();
        if (setting.FrozenBatchNorm)
        {
            _network.FreezeBatchNorm();
        }

        _optimizer = optim.SGD(
            [Group(_network.Backbone, 2.5e-4), Group(_network.Classifier, 2.5e-3)],
            2.5e-4,
            momentum: 0.9,
            weight_decay: 5e-4
        );
        _globalOptimizer = optim.Adam(_global.parameters(), 1e-4, 0.9, 0.99);
        _semanticOptimizer = optim.Adam(_semantic.parameters(), 1e-4, 0.9, 0.99);
        var pictures = new StepPictures(setting);
        _source = (pictures.Images(0), pictures.Labels(0));
        _labeled = (pictures.Images(1), pictures.Labels(1));
        _unlabeled = pictures.Images(2);

        static SGD.ParamGroup Group(nn.Module module, double rate) =>
            new(module.parameters().Where(p => p.requires_grad), rate, momentum: 0.9, weight_decay: 5e-4);
    }

    /// <summary>A step with the weights that ours starts from.</summary>
    public static TextbookStep Create(StepSetting setting)
    {
        using var start = new StartWeights(setting);
        return new TextbookStep(setting, start);
    }

    public StepLosses Losses { get; private set; }

    public nn.Module Network => _network;

    public void Run()
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        _globalOptimizer.zero_grad();
        _semanticOptimizer.zero_grad();

        // Train G, without accumulating gradients in the discriminators.
        RequireGradients(false);

        // With source.
        var (sourceFeatures, sourceLogits) = _network.call(_source.Images);
        var sourcePrediction = Upsample(sourceLogits);
        var sourceLoss = nn.functional.cross_entropy(sourcePrediction, _source.Labels, ignore_index: Ignored);
        sourceLoss.backward();

        // With labelled target.
        var (labeledFeatures, labeledLogits) = _network.call(_labeled.Images);
        var targetLoss = nn.functional.cross_entropy(Upsample(labeledLogits), _labeled.Labels, ignore_index: Ignored);
        var (vectors, classes) = ClassVectors(labeledFeatures, _labeled.Labels);
        var semanticLoss = nn.functional.cross_entropy(_semantic.call(vectors), classes);
        (targetLoss + SemanticWeight * semanticLoss).backward();

        // With unlabelled target.
        var (_, unlabeledLogits) = _network.call(_unlabeled);
        var unlabeledPrediction = Upsample(unlabeledLogits);
        var judged = _global.call(nn.functional.softmax(unlabeledPrediction, 1));
        var globalLoss = nn.functional.binary_cross_entropy_with_logits(judged, zeros_like(judged));
        (GlobalWeight * globalLoss).backward();

        // Train D_g, with source, then with target.
        RequireGradients(true);
        judged = _global.call(nn.functional.softmax(sourcePrediction.detach(), 1));
        var globalSource = nn.functional.binary_cross_entropy_with_logits(judged, zeros_like(judged)) / 2;
        globalSource.backward();
        judged = _global.call(nn.functional.softmax(unlabeledPrediction.detach(), 1));
        var globalTarget = nn.functional.binary_cross_entropy_with_logits(judged, ones_like(judged)) / 2;
        globalTarget.backward();

        // Train D_s, with source, then with target.
        var (sourceVectors, sourceClasses) = ClassVectors(sourceFeatures.detach(), _source.Labels);
        var semanticSource = nn.functional.cross_entropy(_semantic.call(sourceVectors), sourceClasses) / 2;
        semanticSource.backward();
        var semanticTarget = nn.functional.cross_entropy(_semantic.call(vectors.detach()), classes + _setting.ClassCount) / 2;
        semanticTarget.backward();

        _optimizer.step();
        _globalOptimizer.step();
        _semanticOptimizer.step();
        Losses = new StepLosses(
            sourceLoss.item<float>(),
            targetLoss.item<float>(),
            globalLoss.item<float>(),
            semanticLoss.item<float>(),
            globalSource.item<float>() + globalTarget.item<float>(),
            semanticSource.item<float>() + semanticTarget.item<float>()
        );
    }

    public void RunNetworkAlone()
    {
        foreach (var images in new[] { _source.Images, _labeled.Images, _unlabeled })
        {
            using var scope = NewDisposeScope();
            var (_, logits) = _network.call(images);
            logits.backward([ones_like(logits)]);
        }
    }

    public void Dispose()
    {
        foreach (
            var part in new IDisposable[]
            {
                _optimizer,
                _globalOptimizer,
                _semanticOptimizer,
                _network,
                _global,
                _semantic,
                _source.Images,
                _source.Labels,
                _labeled.Images,
                _labeled.Labels,
                _unlabeled,
            }
        )
        {
            part.Dispose();
        }
    }

    private Tensor Upsample(Tensor logits) =>
        nn.functional.interpolate(logits, [_setting.Height, _setting.Width], mode: InterpolationMode.Bilinear, align_corners: false);

    private (Tensor Vectors, Tensor Classes) ClassVectors(Tensor features, Tensor labels) =>
        TextbookClassVectors.Of(features, labels, _setting.ClassCount, _setting.OutputStride);

    private void RequireGradients(bool required)
    {
        foreach (var parameter in _global.parameters().Concat(_semantic.parameters()))
        {
            parameter.requires_grad = required;
        }
    }
}
