using System.ComponentModel.DataAnnotations;
using Ass.MLNet.Options;

namespace Ass.MLNet;

/// <summary>Everything that can be chosen about training. Values are checked once, when the estimator is made; an error names the
/// property.</summary>
/// <remarks>
/// What most trainings set lies here; the rest is in groups, which an object initializer sets: <c>Run = { WorkspacePath = "runs/a" }</c>.
/// Defaults make a first training that a CPU finishes, on a small network and with a short schedule; <see cref="Paper"/> has the values of
/// AdaptSegNet (CVPR 2018), on which ASS (arXiv 2004.00794) is built. <see cref="AssSegmentationOption.All"/> lists every option with its
/// range and default.
/// </remarks>
public sealed partial class AssSegmentationOptions
{
    /// <summary>Column with the images (<c>MLImage</c>, any size). Default <c>Image</c>.</summary>
    [Option(null, "The column with the images.", OnResume = ChangeOnResume.Free, Expected = "a column name")]
    public string ImageColumnName { get; set; } = "Image";

    /// <summary>Column with the labels: an <c>MLImage</c> whose grey value is the train id (255 = ignored), or a vector of bytes or keys of
    /// height × width elements. An absent image or an empty vector means that the row has no label. Default <c>Label</c>.</summary>
    [Option(null, "The column with the labels.", OnResume = ChangeOnResume.Free, Expected = "a column name")]
    public string LabelColumnName { get; set; } = "Label";

    /// <summary>Column with the domain: text <c>source</c> or <c>target</c>, or a Boolean (true = target). Where the data has no column of
    /// the default name, all rows are target rows for <see cref="AdaptationRecipe.TargetOnly"/> and source rows for
    /// <see cref="AdaptationRecipe.SourceOnly"/>; the other recipes need it. Default <c>Domain</c>.</summary>
    [Option(null, "The column with the domain.", OnResume = ChangeOnResume.Free, Expected = "a column name")]
    public string DomainColumnName { get; set; } = UsualDomainColumn;

    internal const string UsualDomainColumn = "Domain";

    /// <summary>Column that the model adds: an <c>MLImage</c> of train ids, of the input image's size. Default
    /// <c>PredictedLabel</c>.</summary>
    [Option(null, "The column that the model adds.", OnResume = ChangeOnResume.Free, Expected = "a column name")]
    public string PredictedLabelColumnName { get; set; } = "PredictedLabel";

    /// <summary>Column for the softmax scores, a vector of K × height × width <see cref="float"/>s. Default null: no such column.</summary>
    [Option(null, "The column with softmax scores; none by default.", OnResume = ChangeOnResume.Free, Expected = "a column name")]
    public string? ScoreColumnName { get; set; }

    /// <summary>The K class names in the order of their train ids, 2 to 255. Default null: taken from the label column, where
    /// <c>LoadSegmentation</c> puts the data set's own. A label column that carries names must carry these.</summary>
    [Option("--classes", "Class names in the order of their ids. Default: the data sets' own.", OnResume = ChangeOnResume.Free)]
    public IReadOnlyList<string>? ClassNames { get; set; }

    /// <summary>Which losses train the network. Default <see cref="AdaptationRecipe.Ass"/>.</summary>
    [Option("--recipe", "Which losses train the network.", OnResume = ChangeOnResume.Never)]
    public AdaptationRecipe Recipe { get; set; } = AdaptationRecipe.Ass;

    /// <summary>The network. Default <see cref="SegmentationNetwork.DeepLabV2ResNet18"/>, which a CPU can train; the
    /// paper's: <see cref="SegmentationNetwork.DeepLabV2ResNet101"/>.</summary>
    [Option(
        "--network",
        "The backbone under DeepLabV2's classifier.",
        OnResume = ChangeOnResume.Never,
        EarlierDefault = SegmentationNetwork.DeepLabV2ResNet101
    )]
    public SegmentationNetwork Network { get; set; } = SegmentationNetwork.DeepLabV2ResNet18;

    /// <summary>Image pixels per feature pixel along each side: 8 (the paper's), or 16 or 32, which cost about a third and a sixth of the
    /// time on a CPU. The classifier's dilations shrink with it, so that it looks at the same part of the image. Default
    /// 16.</summary>
    [Option(
        "--output-stride",
        "Image pixels per feature pixel along each side: less is finer and slower.",
        OnResume = ChangeOnResume.Never,
        EarlierDefault = 8
    )]
    [AllowedValues(8, 16, 32)]
    public int OutputStride { get; set; } = 16;

    /// <summary>Where the network's weights start: null for random weights, <see cref="Ass.MLNet.PretrainedWeights.ImageNet"/>, or the path
    /// of a file: safetensors, PyTorch's <c>.pth</c> in both of its formats, a model or weights of this library, or an ONNX file of
    /// <see cref="Ass.MLNet.PretrainedWeights.ImageNet"/>'s family. Default null.</summary>
    /// <remarks>
    /// Names are torchvision's, AdaptSegNet's or ours, under any prefix (<c>module.</c>, <c>state_dict.model.encoder.</c>). Where a file
    /// holds several networks, such as a student and a teacher, it is an error that lists them; <c>FILE#teacher</c> takes the one whose
    /// names begin so. A classifier with as many classes is loaded as well. The log tells in a table what was loaded; a file that fits in
    /// part gives a warning, one that does not fit at all an error. The file also decides what the network makes of pixels: R, G, B in
    /// units of a deviation for torchvision's names, B, G, R minus a mean for AdaptSegNet's, and what they say for ours. A file is not
    /// trusted: nothing in it is run.
    /// </remarks>
    [Option(
        "--weights",
        "Weights to start from: 'imagenet' (resnet18 only), or a file: .pth, safetensors, ONNX, a model; FILE#PREFIX where it "
            + "holds several networks.",
        Expected = "a file path or null"
    )]
    public string? PretrainedWeights { get; set; }

    /// <summary>What batch normalisation does while training. Default <see cref="BatchNormMode.Auto"/>; AdaptSegNet:
    /// <see cref="BatchNormMode.FrozenAffine"/>.</summary>
    [Option(
        "--batch-norm",
        "Batch normalisation; auto: frozen with pretrained weights, else learned (AdaptSegNet: frozen-affine).",
        OnResume = ChangeOnResume.Never
    )]
    public BatchNormMode BatchNorm { get; set; } = BatchNormMode.Auto;

    /// <summary>Training steps, at least 1. Default 5,000; the paper's: 150,000.</summary>
    [Option("--iterations", "Training steps.", EarlierDefault = 150_000)]
    [Range(1, int.MaxValue)]
    public int Iterations { get; set; } = 5_000;

    /// <summary>Images a step of each stream (source, labelled target, unlabelled target), at least 1. Default 1.</summary>
    [Option("--batch-size", "Images a step from each of source, labelled target and unlabelled target.")]
    [Range(1, int.MaxValue)]
    public int BatchSize { get; set; } = 1;

    /// <summary>The network's learning rate before decay, above 0. Default 2.5e-4.</summary>
    [Option("--lr", "The network's learning rate before decay.")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double LearningRate { get; set; } = 2.5e-4;

    /// <summary>The network's optimizer. Default <see cref="SegmentationOptimizer.Sgd"/>.</summary>
    [Option("--optimizer", "The network's optimizer.", OnResume = ChangeOnResume.Never)]
    public SegmentationOptimizer Optimizer { get; set; } = SegmentationOptimizer.Sgd;

    /// <summary>Size that source images are resized to before anything else. Default null: their own.</summary>
    [Option("--source-size", "Resize source images. Default: their own size.")]
    public ImageSize? SourceSize { get; set; }

    /// <summary>Size that target images are resized to, in training and in prediction (predictions have the input's own size again).
    /// Default null: their own.</summary>
    [Option("--target-size", "Resize target images, in prediction too. Default: their own size.")]
    public ImageSize? TargetSize { get; set; }

    /// <summary>Size of the window cut at random from each training image after scaling; what the image does not cover is ignored. Default
    /// null: the image's size before scaling.</summary>
    [Option("--crop", "Random window of training images. Default: the image's size before scaling.")]
    public ImageSize? CropSize { get; set; }

    /// <summary>CUDA device to train on, 0 or more. Default null: <c>MLContext.GpuDeviceId</c>, and where that is null too the
    /// CPU.</summary>
    [Option("--device", "The CUDA device to train on. Default: the CPU.", OnResume = ChangeOnResume.Free, Expected = "0 or more, or null")]
    [Range(0, int.MaxValue)]
    public int? GpuDeviceId { get; set; }

    /// <summary>Whether the CPU is used, with a warning, when the GPU asked for cannot be. Default null:
    /// <c>MLContext.FallbackToCpu</c>.</summary>
    [Option(null, "Whether the CPU is used where the GPU asked for cannot be.", OnResume = ChangeOnResume.Free)]
    public bool? FallbackToCpu { get; set; }

    /// <summary>In which numbers training computes. Weights, and the model that is saved, are 32-bit floats in any case, and so is what
    /// predictions are computed in, those of validations included. Default <see cref="SegmentationPrecision.Float32"/>.</summary>
    [Option("--precision", "Numbers that training computes in; weights are fp32 either way.")]
    public SegmentationPrecision Precision { get; set; } = SegmentationPrecision.Float32;

    /// <summary>Whether training on CUDA may round the inputs of multiplications and convolutions to TF32 (10 bits of mantissa, as in
    /// PyTorch's <c>allow_tf32</c>), which is several times faster on tensor cores; set for the whole process while <c>Fit</c> runs, and
    /// set back after. Without effect on a CPU. Default true.</summary>
    [Option("--no-tf32", "Multiply in full 32 bits on CUDA, not in TF32: slower.")]
    public bool AllowTF32 { get; set; } = true;

    /// <summary>What training does about labels that cannot be right, at which it looks before the first step. Default
    /// <see cref="DataCheckMode.Stop"/>.</summary>
    [Option(
        "--data-check",
        "What to do about labels that cannot be right, which are looked at before the first step: stop, warn and train, or skip looking.",
        OnResume = ChangeOnResume.Free
    )]
    public DataCheckMode DataCheck { get; set; } = DataCheckMode.Stop;

    /// <summary>Called after the first step (which tells how long all will take), every <see cref="RunOptions.ProgressInterval"/> steps,
    /// with each validation and after the last step, on the thread that called <c>Fit</c>. What it throws ends training. Default
    /// null.</summary>
    [Option(null, "Called with each report.", OnResume = ChangeOnResume.Free)]
    public Action<AssTrainingProgress>? Progress { get; set; }

    /// <summary>Stops training after the current step. With a <see cref="RunOptions.WorkspacePath"/> the step is saved, so that nothing is
    /// lost. Nothing but this token (and ML.NET's AutoML, which cancels its context) cancels: where reading the data ends in an
    /// <see cref="OperationCanceledException"/> of its own, a timeout for instance, that is an error of the row. Default: never.</summary>
    [Option(null, "Stops training after the current step.", OnResume = ChangeOnResume.Free)]
    public CancellationToken CancellationToken { get; set; }

    /// <summary>How a long run is kept: workspace, checkpoints, resuming, validation, early stopping, reports.</summary>
    public RunOptions Run { get; } = new();

    /// <summary>Form and weight of the adversarial losses, and their discriminators.</summary>
    public AdversarialOptions Adversarial { get; } = new();

    /// <summary>What the optimizer does beyond its rate.</summary>
    public OptimizationOptions Optimization { get; } = new();

    /// <summary>How training images are varied at random.</summary>
    public AugmentationOptions Augmentation { get; } = new();

    /// <summary>Switches that exist to reproduce AdaptSegNet.</summary>
    public AdaptSegNetOptions AdaptSegNet { get; } = new();

    /// <summary>A copy that no later change of these options, of their groups, or of a list in them, reaches.</summary>
    internal AssSegmentationOptions Clone()
    {
        var copy = new AssSegmentationOptions();
        foreach (var option in AssSegmentationOption.All)
        {
            option.SetValue(copy, option.GetValue(this));
        }

        copy.ClassNames = ClassNames is null ? null : [.. ClassNames];
        return copy;
    }
}
