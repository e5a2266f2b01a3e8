namespace Ass.MLNet;

public sealed partial class AssSegmentationOptions
{
    /// <summary>Creates AdaptSegNet's settings (CVPR 2018, multi-level), the basis of ASS, for one of the paper's benchmarks.</summary>
    /// <param name="benchmark">Determines the size of the source images.</param>
    /// <returns>New options, which you may change. Set <see cref="PretrainedWeights"/> yourself: AdaptSegNet starts from
    /// <c>DeepLab_resnet_pretrained_init-f81d91e8.pth</c>.</returns>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Property</term><description>AdaptSegNet's value, set here (default in brackets if
    /// different)</description></listheader>
    /// <item><term><see cref="Network"/>, <see cref="OutputStride"/></term><description>DeepLabV2 on ResNet-101, 8 (ResNet-18,
    /// 16)</description></item>
    /// <item><term><see cref="AdaptSegNetOptions.AsppBranches"/></term><description>2 (4)</description></item>
    /// <item><term><see cref="AdaptSegNetOptions.BottleneckStride"/></term><description>on the first 1×1 convolution (on the
    /// 3×3)</description></item>
    /// <item><term><see cref="AdaptSegNetOptions.CeilModePooling"/></term><description>true (false)</description></item>
    /// <item><term><see cref="BatchNorm"/>, <see cref="AdaptSegNetOptions.BatchNormStatistics"/></term><description>frozen affine, running
    /// (frozen with pretrained weights)</description></item>
    /// <item><term><see cref="AdaptSegNetOptions.MultiLevel"/>,
    /// <see cref="AdaptSegNetOptions.AuxiliaryLossWeight"/></term><description>true (false), 0.1</description></item>
    /// <item><term><see cref="AdversarialOptions.Loss"/></term><description>cross entropy, so that
    /// <see cref="AdversarialOptions.GlobalWeight"/> and <see cref="AdaptSegNetOptions.AuxiliaryGlobalWeight"/> stand for 0.001 and
    /// 0.0002</description></item>
    /// <item><term><see cref="Optimizer"/></term><description>SGD: rate 2.5e-4, momentum 0.9, weight decay 5e-4, classifiers
    /// ×10</description></item>
    /// <item><term><see cref="AdaptSegNetOptions.BackboneLearningRateMultiplier"/></term><description>3 (1)</description></item>
    /// <item><term><see cref="AdversarialOptions.DiscriminatorLearningRate"/></term><description>1e-4</description></item>
    /// <item><term><see cref="Iterations"/>, <see cref="AdaptSegNetOptions.DecayIterations"/></term><description>150,000 of 250,000 (5,000,
    /// where decay ends), power 0.9</description></item>
    /// <item><term><see cref="BatchSize"/></term><description>1 of each stream</description></item>
    /// <item><term><see cref="SourceSize"/></term><description>1280x720 for GTA5, 1280x760 for SYNTHIA (the image's
    /// own)</description></item>
    /// <item><term><see cref="TargetSize"/></term><description>1024x512 (the image's own); predictions are made at the image's own
    /// 2048x1024</description></item>
    /// <item><term><see cref="AdaptSegNetOptions.Interpolation"/></term><description>bicubic (bilinear)</description></item>
    /// <item><term><see cref="AugmentationOptions.MinScale"/>, <see cref="AugmentationOptions.MaxScale"/>,
    /// <see cref="AugmentationOptions.HorizontalFlip"/>, <see cref="CropSize"/></term><description>no augmentation: 1, 1, false, null
    /// (0.75, 1.5, true, null)</description></item>
    /// <item><term><see cref="AdaptSegNetOptions.PixelNormalization"/></term><description>B, G, R minus a mean (the weights'
    /// own)</description></item>
    /// <item><term><see cref="AdaptSegNetOptions.AlignCornersInTraining"/>,
    /// <see cref="AdaptSegNetOptions.AlignCornersInPrediction"/></term><description>true, true (false, false)</description></item>
    /// </list>
    /// The semantic half (<see cref="AdversarialOptions.SemanticWeight"/>, <see cref="AdversarialOptions.SemanticDiscriminator"/>,
    /// <see cref="AdversarialOptions.SemanticFeatures"/>) keeps our defaults, since the paper's values are not known to us. Two details of
    /// AdaptSegNet cannot be set here. It initialises its discriminators and its classifiers' biases from PyTorch's uniform distribution;
    /// this library uses He's normal distribution for the former and 0 for the latter. Its repeated parameters are only approximated, see
    /// <see cref="AdaptSegNetOptions.BackboneLearningRateMultiplier"/>.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The benchmark is not one of the two.</exception>
    public static AssSegmentationOptions Paper(PaperBenchmark benchmark) =>
        new()
        {
            Network = SegmentationNetwork.DeepLabV2ResNet101,
            OutputStride = 8,
            BatchNorm = BatchNormMode.FrozenAffine,
            Optimizer = SegmentationOptimizer.Sgd,
            LearningRate = 2.5e-4,
            Iterations = 150_000,
            BatchSize = 1,
            SourceSize = benchmark switch
            {
                PaperBenchmark.Gta5ToCityscapes => new ImageSize(1280, 720),
                PaperBenchmark.SynthiaToCityscapes => new ImageSize(1280, 760),
                _ => throw new ArgumentOutOfRangeException(nameof(benchmark), benchmark, null),
            },
            TargetSize = new ImageSize(1024, 512),
            CropSize = null,
            Adversarial = { Loss = AdversarialLoss.CrossEntropy, DiscriminatorLearningRate = 1e-4 },
            Optimization =
            {
                Momentum = 0.9,
                WeightDecay = 5e-4,
                ClassifierLearningRateMultiplier = 10,
                LearningRatePower = 0.9,
            },
            Augmentation =
            {
                MinScale = 1,
                MaxScale = 1,
                HorizontalFlip = false,
            },
            AdaptSegNet =
            {
                MultiLevel = true,
                AuxiliaryLossWeight = 0.1,
                AsppBranches = 2,
                BottleneckStride = BottleneckStride.On1x1,
                CeilModePooling = true,
                PixelNormalization = PixelNormalization.BgrMean,
                BatchNormStatistics = BatchNormStatistics.Running,
                DecayIterations = 250_000,
                BackboneLearningRateMultiplier = 3,
                Interpolation = ImageInterpolation.Bicubic,
                AlignCornersInTraining = true,
                AlignCornersInPrediction = true,
            },
        };
}
