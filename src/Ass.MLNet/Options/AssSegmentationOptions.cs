using Microsoft.ML;

namespace Ass.MLNet;

/// <summary>Everything that can be chosen about training. Values are checked once, when the estimator is made; an error names the property.</summary>
/// <remarks>Defaults are AdaptSegNet's (CVPR 2018), on which ASS (arXiv 2004.00794) is built, except where a property says otherwise.
/// <see cref="Paper"/> has AdaptSegNet's values everywhere.</remarks>
public sealed partial class AssSegmentationOptions
{
    /// <summary>Column with the images (<c>MLImage</c>, any size). Default <c>Image</c>.</summary>
    public string ImageColumnName { get; set; } = "Image";

    /// <summary>Column with the labels: an <c>MLImage</c> whose grey value is the train id (255 = ignored), or a vector of bytes or keys of
    /// height × width elements. An absent image or an empty vector means that the row has no label. Default <c>Label</c>.</summary>
    public string LabelColumnName { get; set; } = "Label";

    /// <summary>Column with the domain: text <c>source</c> or <c>target</c>, or a Boolean (true = target). Where the data has no column of the default name, all rows are
    /// target rows for <see cref="AdaptationRecipe.TargetOnly"/> and source rows for <see cref="AdaptationRecipe.SourceOnly"/>; the other recipes need it. Default <c>Domain</c>.</summary>
    public string DomainColumnName { get; set; } = UsualDomainColumn;

    internal const string UsualDomainColumn = "Domain";

    /// <summary>Column that the model adds: an <c>MLImage</c> of train ids, of the input image's size. Default <c>PredictedLabel</c>.</summary>
    public string PredictedLabelColumnName { get; set; } = "PredictedLabel";

    /// <summary>Column for the softmax scores, a vector of K × height × width <see cref="float"/>s. Default null: no such column.</summary>
    public string? ScoreColumnName { get; set; }

    /// <summary>The K class names in the order of their train ids, 2 to 255. Default null: taken from the label column, where
    /// <c>LoadSegmentation</c> puts the data set's own. A label column that carries names must carry these.</summary>
    public IReadOnlyList<string>? ClassNames { get; set; }

    /// <summary>Which losses train the network. Default <see cref="AdaptationRecipe.Ass"/>.</summary>
    public AdaptationRecipe Recipe { get; set; } = AdaptationRecipe.Ass;

    /// <summary>Weight w_s of the cross entropy on source images, above 0. Default 1.</summary>
    public double SourceWeight { get; set; } = 1;

    /// <summary>Weight w_l of the cross entropy on labelled target images, above 0. Default 1.</summary>
    public double TargetWeight { get; set; } = 1;

    /// <summary>Weight λ_g of the global adversarial loss, 0 or more. Default null: 0.001 for cross entropy, 0.01 for least squares.</summary>
    public double? GlobalWeight { get; set; }

    /// <summary>Weight λ_s of the semantic adversarial loss, 0 or more. Default null: 0.001 for cross entropy, 0.01 for least squares
    /// (our choice; the paper's value is not known to us).</summary>
    public double? SemanticWeight { get; set; }

    /// <summary>Steps in which the adversarial losses' weights grow in a straight line from 0 to what they are, 0 or more: until then the discriminators
    /// learn, and the network hardly listens. Default 0: full weight from the first step on, as in AdaptSegNet.</summary>
    public int AdversarialWarmUpIterations { get; set; }

    /// <summary>Whether to measure how hard each loss pulls at the backbone's features, see <see cref="AssTrainingProgress.GradientNorms"/>: whether an adversarial loss
    /// is felt beside the cross entropies, and which weight would make it so. Weights are the same with and without; each loss goes back through the classifier once more for it. Default false.</summary>
    public bool MeasureGradientNorms { get; set; }

    /// <summary>The semantic discriminator's output. Default <see cref="SemanticDiscriminatorHead.ClassConditional"/> (our choice).</summary>
    public SemanticDiscriminatorHead SemanticDiscriminator { get; set; } = SemanticDiscriminatorHead.ClassConditional;

    /// <summary>What class vectors are averaged from. Default <see cref="SemanticFeatureSpace.Backbone"/>.</summary>
    public SemanticFeatureSpace SemanticFeatures { get; set; } = SemanticFeatureSpace.Backbone;

    /// <summary>The form of both adversarial losses. Default <see cref="Ass.MLNet.AdversarialLoss.CrossEntropy"/>.</summary>
    public AdversarialLoss AdversarialLoss { get; set; } = AdversarialLoss.CrossEntropy;

    /// <summary>Whether the network has a second classifier, on the third stage's features (1024 channels for ResNet-50 and -101, 256 for ResNet-18), with cross
    /// entropies and a global discriminator of its own, as AdaptSegNet's multi-level network. Predictions come from the main classifier alone. Not for
    /// MobileNetV2. Default false; AdaptSegNet's better variant: true.</summary>
    public bool MultiLevel { get; set; }

    /// <summary>Weight of the second classifier's cross entropies, as a share of the main one's, above 0; only with <see cref="MultiLevel"/>. Default
    /// 0.1, AdaptSegNet's.</summary>
    public double AuxiliaryLossWeight { get; set; } = 0.1;

    /// <summary>Weight of the second classifier's global adversarial loss, 0 or more; only with <see cref="MultiLevel"/>. Default null: 0.0002 for cross
    /// entropy, AdaptSegNet's, and 0.001 for least squares, where AdaptSegNet names none.</summary>
    public double? AuxiliaryGlobalWeight { get; set; }

    /// <summary>The network. Default <see cref="SegmentationNetwork.DeepLabV2ResNet101"/>.</summary>
    public SegmentationNetwork Network { get; set; } = SegmentationNetwork.DeepLabV2ResNet101;

    /// <summary>Image pixels per feature pixel along each side: 8 (the paper's), or 16 or 32, which cost about a third and a sixth of the
    /// time on a CPU. The classifier's dilations shrink with it, so that it looks at the same part of the image. Default 8.</summary>
    public int OutputStride { get; set; } = 8;

    /// <summary>How many of the classifier's four branches, dilated 6, 12, 18 and 24, are summed, from the first on: 1 to 4. Default 4, as the DeepLabV2
    /// paper describes; AdaptSegNet's code makes four and sums 2.</summary>
    public int AsppBranches { get; set; } = MostAsppBranches;

    internal const int MostAsppBranches = 4;

    /// <summary>Where the stride of a bottleneck block lies; without effect on networks that have none (ResNet-18, MobileNetV2). Default
    /// <see cref="Ass.MLNet.BottleneckStride.On3x3"/>, torchvision's; AdaptSegNet: <see cref="Ass.MLNet.BottleneckStride.On1x1"/>.</summary>
    public BottleneckStride BottleneckStride { get; set; } = BottleneckStride.On3x3;

    /// <summary>Whether a ResNet's pooling rounds sides up, so that 1024 × 512 pixels become 129 × 65 features at output stride 8 and not 128 × 64; without
    /// effect on MobileNetV2, which has none. Default false, torchvision's; AdaptSegNet: true.</summary>
    public bool CeilModePooling { get; set; }

    /// <summary>Where the network's weights start: null for random weights, <see cref="Ass.MLNet.PretrainedWeights.ImageNet"/>, or the path of a
    /// file: safetensors, PyTorch's <c>.pth</c> in both of its formats, a model or weights of this library, or an ONNX file of
    /// <see cref="Ass.MLNet.PretrainedWeights.ImageNet"/>'s family. Default null.</summary>
    /// <remarks>
    /// Names are torchvision's, AdaptSegNet's or ours, under any prefix (<c>module.</c>, <c>state_dict.model.encoder.</c>). Where a file holds several networks, such as
    /// a student and a teacher, it is an error that lists them; <c>FILE#teacher</c> takes the one whose names begin so. A classifier with as many classes is loaded as well. The log tells in a table what was loaded; a
    /// file that fits in part gives a warning, one that does not fit at all an error. The file also decides what the network makes of pixels: R, G, B in
    /// units of a deviation for torchvision's names, B, G, R minus a mean for AdaptSegNet's, and what they say for ours. A file is not trusted: nothing
    /// in it is run.
    /// </remarks>
    public string? PretrainedWeights { get; set; }

    /// <summary>What the network makes of pixels. Default <see cref="Ass.MLNet.PixelNormalization.Auto"/>: the weight file decides; another value overrules
    /// it, with a warning. AdaptSegNet: <see cref="Ass.MLNet.PixelNormalization.BgrMean"/>.</summary>
    public PixelNormalization PixelNormalization { get; set; } = PixelNormalization.Auto;

    /// <summary>What batch normalisation does while training. Default <see cref="BatchNormMode.Auto"/>; AdaptSegNet:
    /// <see cref="BatchNormMode.FrozenAffine"/>.</summary>
    public BatchNormMode BatchNorm { get; set; } = BatchNormMode.Auto;

    /// <summary>Where the statistics come from that prediction uses, unless batch normalisation is frozen. Default
    /// <see cref="Ass.MLNet.BatchNormStatistics.Measured"/>; AdaptSegNet: <see cref="Ass.MLNet.BatchNormStatistics.Running"/>.</summary>
    public BatchNormStatistics BatchNormStatistics { get; set; } = BatchNormStatistics.Measured;

    /// <summary>Training steps, at least 1. Default 150,000.</summary>
    public int Iterations { get; set; } = 150_000;

    /// <summary>Steps after which the learning rates would reach 0, at least <see cref="Iterations"/>. Default null: <see cref="Iterations"/>;
    /// AdaptSegNet plans 250,000 and stops at 150,000.</summary>
    public int? DecayIterations { get; set; }

    /// <summary>Images a step of each stream (source, labelled target, unlabelled target), at least 1. Default 1.</summary>
    public int BatchSize { get; set; } = 1;

    /// <summary>The network's optimizer. Default <see cref="SegmentationOptimizer.Sgd"/>.</summary>
    public SegmentationOptimizer Optimizer { get; set; } = SegmentationOptimizer.Sgd;

    /// <summary>The network's learning rate before decay, above 0. Default 2.5e-4.</summary>
    public double LearningRate { get; set; } = 2.5e-4;

    /// <summary>The backbone's learning rate as a multiple of <see cref="LearningRate"/>, above 0. Default 1, as AdaptSegNet's paper says.</summary>
    /// <remarks>AdaptSegNet's code names most of the backbone's parameters three times to its optimizer (the first convolution once, shortcuts four times), which
    /// then moves them as often in each step: 3 comes close to it. Its momentum also fades faster, by 0.9³ a step.</remarks>
    public double BackboneLearningRateMultiplier { get; set; } = 1;

    /// <summary>The classifier's learning rate as a multiple of <see cref="LearningRate"/>, above 0. Default 10.</summary>
    public double ClassifierLearningRateMultiplier { get; set; } = 10;

    /// <summary>Momentum of SGD, 0 to below 1. Default 0.9.</summary>
    public double Momentum { get; set; } = 0.9;

    /// <summary>Weight decay of the network's optimizer, 0 or more. Default 5e-4.</summary>
    public double WeightDecay { get; set; } = 5e-4;

    /// <summary>Both discriminators' learning rate before decay, above 0. Default 1e-4.</summary>
    public double DiscriminatorLearningRate { get; set; } = 1e-4;

    /// <summary>Power of the polynomial decay, (1 − step / <see cref="DecayIterations"/>)^power, 0 or more. Default 0.9.</summary>
    public double LearningRatePower { get; set; } = 0.9;

    /// <summary>Size that source images are resized to before anything else. Default null: their own.</summary>
    public ImageSize? SourceSize { get; set; }

    /// <summary>Size that target images are resized to, in training and in prediction (predictions have the input's own size again).
    /// Default null: their own.</summary>
    public ImageSize? TargetSize { get; set; }

    /// <summary>How images are resized, in training and in prediction. Default <see cref="ImageInterpolation.Bilinear"/>; AdaptSegNet:
    /// <see cref="ImageInterpolation.Bicubic"/>.</summary>
    public ImageInterpolation Interpolation { get; set; } = ImageInterpolation.Bilinear;

    /// <summary>Whether training enlarges logits to image size with the corner pixels' centres in the corners (<c>align_corners</c>), which shifts them by up to
    /// half a feature pixel against the image. Default false; AdaptSegNet: true.</summary>
    public bool AlignCornersInTraining { get; set; }

    /// <summary>Whether predictions are enlarged so; the model file holds it. Should be as in training: AdaptSegNet's model, which was trained with it, loses
    /// 1.6 points of mIoU without. Default false; AdaptSegNet: true.</summary>
    public bool AlignCornersInPrediction { get; set; }

    /// <summary>Size of the window cut at random from each training image after scaling; what the image does not cover is ignored.
    /// Default null: the image's size before scaling.</summary>
    public ImageSize? CropSize { get; set; }

    /// <summary>Smallest random scale of training images, above 0. Default 0.75; AdaptSegNet has no augmentation: 1.</summary>
    public double MinScale { get; set; } = 0.75;

    /// <summary>Largest random scale of training images, at least <see cref="MinScale"/>. Default 1.5; AdaptSegNet has no augmentation: 1.</summary>
    public double MaxScale { get; set; } = 1.5;

    /// <summary>Whether half of the training images are mirrored. Default true; AdaptSegNet has no augmentation: false.</summary>
    public bool HorizontalFlip { get; set; } = true;

    /// <summary>CUDA device to train on, 0 or more. Default null: <c>MLContext.GpuDeviceId</c>, and where that is null too the CPU.</summary>
    public int? GpuDeviceId { get; set; }

    /// <summary>Whether the CPU is used, with a warning, when the GPU asked for cannot be. Default null: <c>MLContext.FallbackToCpu</c>.</summary>
    public bool? FallbackToCpu { get; set; }

    /// <summary>In which numbers training computes. Weights, and the model that is saved, are 32-bit floats in any case, and so is what predictions are computed
    /// in, those of validations included. Default <see cref="SegmentationPrecision.Float32"/>.</summary>
    public SegmentationPrecision Precision { get; set; } = SegmentationPrecision.Float32;

    /// <summary>Whether training on CUDA may round the inputs of multiplications and convolutions to TF32 (10 bits of mantissa, as in PyTorch's
    /// <c>allow_tf32</c>), which is several times faster on tensor cores; set for the whole process while <c>Fit</c> runs, and set back after. Without
    /// effect on a CPU. Default true.</summary>
    public bool AllowTF32 { get; set; } = true;

    /// <summary>Called after the first step (which tells how long all will take), every <see cref="ProgressInterval"/> steps, with each validation and after the last step,
    /// on the thread that called <c>Fit</c>. What it throws ends training. Default null.</summary>
    public Action<AssTrainingProgress>? Progress { get; set; }

    /// <summary>Steps between two reports, each of which is a row of <c>results.csv</c>, at least 1. Default 10.</summary>
    public int ProgressInterval { get; set; } = 10;

    /// <summary>Stops training after the current step. With a <see cref="WorkspacePath"/> the step is saved, so that nothing is lost. Nothing but this token (and ML.NET's
    /// AutoML, which cancels its context) cancels: where reading the data ends in an <see cref="OperationCanceledException"/> of its own, a timeout for instance, that is an error
    /// of the row. Default: never.</summary>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>What <c>Fit</c> does when it was cancelled: return the model so far (true), or throw <see cref="OperationCanceledException"/> (false), which it also does where it
    /// has not made a step yet. No more images are read: batch statistics are measured on the four batches trained on last, instead of fifty, which can cost some accuracy.
    /// Default false.</summary>
    public bool ReturnModelWhenCanceled { get; set; }

    /// <summary>The run's own folder, made where it does not exist: checkpoints, <c>best.zip</c>, <c>results.csv</c> and TensorBoard's event files
    /// go there. One run at a time can use it. Default null: nothing is written.</summary>
    public string? WorkspacePath { get; set; }

    /// <summary>Steps between two checkpoints, at least 1; one more is written at the end and when training is stopped. The last two are kept.
    /// A checkpoint holds the weights about three times (network, optimizer state), some 350 MB for ResNet-101. Default 500.</summary>
    public int CheckpointEvery { get; set; } = 500;

    /// <summary>Whether <c>Fit</c> goes on from the newest whole checkpoint in <see cref="WorkspacePath"/>; without one it starts anew. On the CPU the
    /// weights come out the same, bit for bit, as without the interruption. Default false: a workspace with checkpoints is an error.</summary>
    public bool Resume { get; set; }

    /// <summary>Whether resuming accepts other data and other settings than the checkpoint's (rates, weights, sizes, the number of steps), with a
    /// warning that lists them. What changes the network, its classes, the recipe or an optimizer is never accepted. Default false: an error.</summary>
    public bool AllowChangesOnResume { get; set; }

    /// <summary>Labelled images to measure the network on while it trains; the image and label columns have the same names as in the training
    /// data, and rows without a label are left out. Never the test split: best model and early stopping are chosen by it. Default null.</summary>
    public IDataView? ValidationSet { get; set; }

    /// <summary>Steps between two validations, at least 1; the last step is always validated. Default null: a twentieth of
    /// <see cref="Iterations"/>.</summary>
    public int? ValidateEvery { get; set; }

    /// <summary>Whether <c>Fit</c> returns the model with the highest validation mIoU instead of the last one. In a workspace the best one lies in
    /// <c>best.zip</c> either way. Needs <see cref="ValidationSet"/>. Default false.</summary>
    public bool ReturnBestModel { get; set; }

    /// <summary>Validations in a row without gain after which training stops, at least 1. Needs <see cref="ValidationSet"/>. Default null: never.</summary>
    public int? EarlyStoppingPatience { get; set; }

    /// <summary>By how much the mIoU (0 to 1) must grow over the best so far to count as a gain for <see cref="EarlyStoppingPatience"/>, 0 or
    /// more. Default 0.</summary>
    public double EarlyStoppingMinimumGain { get; set; }

    /// <summary>Steps in a row that may be left out because a loss is NaN, infinite or above 10,000, before training stops with an error; 0 stops at
    /// the first. A step that is left out changes no weight. Training fails at the end, too, where more than half of all steps or the last three were left out, and at once where
    /// weights have become NaN or infinite. A GPU is not waited for in every step: there warnings and the stop come with the next report, validation or checkpoint, after 100 steps
    /// at most. Default 10.</summary>
    public int MaximumSkippedSteps { get; set; } = 10;

    /// <summary>What training does about labels that cannot be right, at which it looks before the first step. Default
    /// <see cref="DataCheckMode.Stop"/>.</summary>
    public DataCheckMode DataCheck { get; set; } = DataCheckMode.Stop;

    /// <summary>Called once, when everything that can be checked before the first step has been, a checkpoint to resume from included. Default null.</summary>
    internal Action? Begun { get; set; }

    /// <summary>A copy that no later change of these options, or of a list in them, reaches.</summary>
    internal AssSegmentationOptions Clone()
    {
        var copy = (AssSegmentationOptions)MemberwiseClone();
        copy.ClassNames = ClassNames is null ? null : [.. ClassNames];
        return copy;
    }
}
