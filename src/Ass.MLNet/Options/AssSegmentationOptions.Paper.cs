namespace Ass.MLNet;

public sealed partial class AssSegmentationOptions
{
    /// <summary>AdaptSegNet's setting (CVPR 2018, multi-level), on which ASS is built, for one of the paper's benchmarks.</summary>
    /// <param name="benchmark">Decides the source images' size.</param>
    /// <returns>New options, to be changed at will. <see cref="PretrainedWeights"/> is left to the caller: AdaptSegNet starts from
    /// <c>DeepLab_resnet_pretrained_init-f81d91e8.pth</c>.</returns>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Property</term><description>AdaptSegNet's value, set here (in brackets: the default, where it is another)</description></listheader>
    /// <item><term><see cref="Network"/>, <see cref="OutputStride"/></term><description>DeepLabV2 on ResNet-101, 8</description></item>
    /// <item><term><see cref="AsppBranches"/></term><description>2 (4)</description></item>
    /// <item><term><see cref="BottleneckStride"/></term><description>on the first 1×1 convolution (on the 3×3)</description></item>
    /// <item><term><see cref="CeilModePooling"/></term><description>true (false)</description></item>
    /// <item><term><see cref="BatchNorm"/>, <see cref="BatchNormStatistics"/></term><description>frozen affine, running (frozen with pretrained weights)</description></item>
    /// <item><term><see cref="MultiLevel"/>, <see cref="AuxiliaryLossWeight"/></term><description>true (false), 0.1</description></item>
    /// <item><term><see cref="AdversarialLoss"/></term><description>cross entropy, so that <see cref="GlobalWeight"/> and <see cref="AuxiliaryGlobalWeight"/>
    /// stand for 0.001 and 0.0002</description></item>
    /// <item><term><see cref="Optimizer"/></term><description>SGD: rate 2.5e-4, momentum 0.9, weight decay 5e-4, classifiers ×10</description></item>
    /// <item><term><see cref="BackboneLearningRateMultiplier"/></term><description>3 (1)</description></item>
    /// <item><term><see cref="DiscriminatorLearningRate"/></term><description>1e-4</description></item>
    /// <item><term><see cref="Iterations"/>, <see cref="DecayIterations"/></term><description>150,000 of 250,000 (decay ends with training), power 0.9</description></item>
    /// <item><term><see cref="BatchSize"/></term><description>1 of each stream</description></item>
    /// <item><term><see cref="SourceSize"/></term><description>1280x720 for GTA5, 1280x760 for SYNTHIA (the image's own)</description></item>
    /// <item><term><see cref="TargetSize"/></term><description>1024x512 (the image's own); predictions are made at the image's own 2048x1024</description></item>
    /// <item><term><see cref="Interpolation"/></term><description>bicubic (bilinear)</description></item>
    /// <item><term><see cref="MinScale"/>, <see cref="MaxScale"/>, <see cref="HorizontalFlip"/>, <see cref="CropSize"/></term><description>no augmentation: 1, 1, false, null (0.75, 1.5, true, null)</description></item>
    /// <item><term><see cref="PixelNormalization"/></term><description>B, G, R minus a mean (the weights' own)</description></item>
    /// <item><term><see cref="AlignCornersInTraining"/>, <see cref="AlignCornersInPrediction"/></term><description>true, true (false, false)</description></item>
    /// </list>
    /// The semantic half (<see cref="SemanticWeight"/>, <see cref="SemanticDiscriminator"/>, <see cref="SemanticFeatures"/>) keeps our defaults, since
    /// the paper's values are not known to us. Two things of AdaptSegNet's are not settings here: its discriminators and its classifiers' biases start from
    /// PyTorch's uniform distribution (here He's normal distribution, and 0), and its repeated parameters are approximated, see
    /// <see cref="BackboneLearningRateMultiplier"/>.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The benchmark is none of the two.</exception>
    public static AssSegmentationOptions Paper(PaperBenchmark benchmark) => new()
    {
        Network = SegmentationNetwork.DeepLabV2ResNet101,
        OutputStride = 8,
        AsppBranches = 2,
        BottleneckStride = BottleneckStride.On1x1,
        CeilModePooling = true,
        BatchNorm = BatchNormMode.FrozenAffine,
        BatchNormStatistics = BatchNormStatistics.Running,
        MultiLevel = true,
        AuxiliaryLossWeight = 0.1,
        AdversarialLoss = AdversarialLoss.CrossEntropy,
        Optimizer = SegmentationOptimizer.Sgd,
        LearningRate = 2.5e-4,
        Momentum = 0.9,
        WeightDecay = 5e-4,
        ClassifierLearningRateMultiplier = 10,
        BackboneLearningRateMultiplier = 3,
        DiscriminatorLearningRate = 1e-4,
        Iterations = 150_000,
        DecayIterations = 250_000,
        LearningRatePower = 0.9,
        BatchSize = 1,
        SourceSize = benchmark switch
        {
            PaperBenchmark.Gta5ToCityscapes => new ImageSize(1280, 720),
            PaperBenchmark.SynthiaToCityscapes => new ImageSize(1280, 760),
            _ => throw new ArgumentOutOfRangeException(nameof(benchmark), benchmark, null),
        },
        TargetSize = new ImageSize(1024, 512),
        Interpolation = ImageInterpolation.Bicubic,
        CropSize = null,
        MinScale = 1,
        MaxScale = 1,
        HorizontalFlip = false,
        PixelNormalization = PixelNormalization.BgrMean,
        AlignCornersInTraining = true,
        AlignCornersInPrediction = true,
    };
}
