using System.ComponentModel.DataAnnotations;
using Ass.MLNet.Options;

namespace Ass.MLNet;

/// <summary>All training options. Values are checked once, when the estimator is created; an error names the property.</summary>
/// <remarks>
/// The most common options are here; the rest are in groups, set with an object initializer: <c>Run = { WorkspacePath = "runs/a" }</c>. The
/// defaults use a small network and a short schedule that a CPU can finish. <see cref="Paper"/> returns the values of AdaptSegNet (CVPR
/// 2018), the basis of ASS (arXiv 2004.00794). <see cref="AssSegmentationOption.All"/> lists every option with its range and default.
/// </remarks>
public sealed partial class AssSegmentationOptions
{
    /// <summary>Column with the images (<c>MLImage</c>, any size). Default <c>Image</c>.</summary>
    [Option(null, "The column with the images.", OnResume = ChangeOnResume.Free, Expected = "a column name")]
    public string ImageColumnName { get; set; } = "Image";

    /// <summary>Column with the labels: an <c>MLImage</c> whose grey value is the train id (255 = ignored), or a vector of bytes or keys of
    /// height × width elements. A missing image or an empty vector means that the row has no label. Default <c>Label</c>.</summary>
    [Option(null, "The column with the labels.", OnResume = ChangeOnResume.Free, Expected = "a column name")]
    public string LabelColumnName { get; set; } = "Label";

    /// <summary>Column with the domain: text <c>source</c> or <c>target</c>, or a Boolean (true = target). If the data has no column of the
    /// default name, all rows are target rows for <see cref="AdaptationRecipe.TargetOnly"/> and source rows for
    /// <see cref="AdaptationRecipe.SourceOnly"/>; the other recipes require the column. Default <c>Domain</c>.</summary>
    [Option(null, "The column with the domain.", OnResume = ChangeOnResume.Free, Expected = "a column name")]
    public string DomainColumnName { get; set; } = UsualDomainColumn;

    internal const string UsualDomainColumn = "Domain";

    /// <summary>Column that the model adds: an <c>MLImage</c> of train ids with the size of the input image. Default
    /// <c>PredictedLabel</c>.</summary>
    [Option(null, "The column that the model adds.", OnResume = ChangeOnResume.Free, Expected = "a column name")]
    public string PredictedLabelColumnName { get; set; } = "PredictedLabel";

    /// <summary>Column for the softmax scores, a vector of K × height × width <see cref="float"/>s. Default null: no such column.</summary>
    [Option(null, "The column with softmax scores; none by default.", OnResume = ChangeOnResume.Free, Expected = "a column name")]
    public string? ScoreColumnName { get; set; }

    /// <summary>The K class names, 2 to 255, in train id order. Default null: taken from the label column, where <c>LoadSegmentation</c>
    /// stores the data set's names. If the label column has names, they must match.</summary>
    [Option("--classes", "Class names in the order of their ids. Default: the data sets' own.", OnResume = ChangeOnResume.Free)]
    public IReadOnlyList<string>? ClassNames { get; set; }

    /// <summary>The losses that train the network. Default <see cref="AdaptationRecipe.Ass"/>.</summary>
    [Option("--recipe", "Which losses train the network.", OnResume = ChangeOnResume.Never)]
    public AdaptationRecipe Recipe { get; set; } = AdaptationRecipe.Ass;

    /// <summary>The network. Default <see cref="SegmentationNetwork.DeepLabV2ResNet18"/>, which a CPU can train; the
    /// paper's: <see cref="SegmentationNetwork.DeepLabV2ResNet101"/>.</summary>
    [Option(
        "--network",
        "The network: a backbone under DeepLabV2's classifier, or swiftnet: ResNet-18 with a decoder, for features at stride 4.",
        OnResume = ChangeOnResume.Never,
        EarlierDefault = SegmentationNetwork.DeepLabV2ResNet101
    )]
    public SegmentationNetwork Network { get; set; } = SegmentationNetwork.DeepLabV2ResNet18;

    /// <summary>Image pixels per feature pixel along each side: 8 (the paper's), or 16 or 32, which take about a third and a sixth of the
    /// time on a CPU. The classifier's dilations scale with it, so its receptive field in the image stays the same. No effect on
    /// <see cref="SegmentationNetwork.SwiftNetResNet18"/>, whose backbone has 32 and whose features have 4. Default 16.</summary>
    [Option(
        "--output-stride",
        "Image pixels per feature pixel along each side: less is finer and slower. No effect on swiftnet.",
        OnResume = ChangeOnResume.Never,
        EarlierDefault = 8
    )]
    [AllowedValues(8, 16, 32)]
    public int OutputStride { get; set; } = 16;

    /// <summary>The network's initial weights: null for random weights, <see cref="Ass.MLNet.PretrainedWeights.ImageNet"/>, or the path of
    /// a file. Supported files are safetensors, both formats of PyTorch's <c>.pth</c>, models and weights saved by this library, and ONNX
    /// files of <see cref="Ass.MLNet.PretrainedWeights.ImageNet"/>'s family. Default null.</summary>
    /// <remarks>
    /// Tensor names may be torchvision's, AdaptSegNet's or this library's, under any prefix (<c>module.</c>,
    /// <c>state_dict.model.encoder.</c>). If a file holds several networks, such as a student and a teacher, loading fails with an error
    /// that lists them; <c>FILE#teacher</c> selects the one with that prefix. A classifier is loaded too if its number of classes matches.
    /// The log shows a table of what was loaded. A partial match gives a warning, no match at all an error. The file also decides the input
    /// normalisation: R, G, B scaled by mean and standard deviation for torchvision's names, B, G, R minus a mean for AdaptSegNet's, and
    /// the recorded one for this library's files. Files are not trusted: no code in them is run.
    /// </remarks>
    [Option(
        "--weights",
        "Weights to start from: 'imagenet' (resnet18 and swiftnet), or a file: .pth, safetensors, ONNX, a model; FILE#PREFIX where it "
            + "holds several networks.",
        Expected = "a file path or null"
    )]
    public string? PretrainedWeights { get; set; }

    /// <summary>Batch normalisation mode during training. Default <see cref="BatchNormMode.Auto"/>; AdaptSegNet:
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

    /// <summary>Images per step from each stream (source, labelled target, unlabelled target), at least 1. Default 1.</summary>
    [Option("--batch-size", "Images a step from each of source, labelled target and unlabelled target.")]
    [Range(1, int.MaxValue)]
    public int BatchSize { get; set; } = 1;

    /// <summary>The network's initial learning rate, before decay, above 0. Default 2.5e-4.</summary>
    [Option("--lr", "The network's learning rate before decay.")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double LearningRate { get; set; } = 2.5e-4;

    /// <summary>The network's optimizer. Default <see cref="SegmentationOptimizer.Sgd"/>.</summary>
    [Option("--optimizer", "The network's optimizer.", OnResume = ChangeOnResume.Never)]
    public SegmentationOptimizer Optimizer { get; set; } = SegmentationOptimizer.Sgd;

    /// <summary>Size to which source images are resized before any other processing. Default null: their own.</summary>
    [Option("--source-size", "Resize source images. Default: their own size.")]
    public ImageSize? SourceSize { get; set; }

    /// <summary>Size to which target images are resized, in training and in prediction (predictions are scaled back to the input's size).
    /// Default null: their own.</summary>
    [Option("--target-size", "Resize target images, in prediction too. Default: their own size.")]
    public ImageSize? TargetSize { get; set; }

    /// <summary>Size of the random crop taken from each training image after scaling; areas outside the image are ignored. Default null:
    /// the image's size before scaling.</summary>
    [Option("--crop", "Random window of training images. Default: the image's size before scaling.")]
    public ImageSize? CropSize { get; set; }

    /// <summary>CUDA device to train on, 0 or more. Default null: <c>MLContext.GpuDeviceId</c>, or the CPU if that is null too.</summary>
    [Option("--device", "The CUDA device to train on. Default: the CPU.", OnResume = ChangeOnResume.Free, Expected = "0 or more, or null")]
    [Range(0, int.MaxValue)]
    public int? GpuDeviceId { get; set; }

    /// <summary>Whether to fall back to the CPU, with a warning, if the requested GPU is unavailable. Default null:
    /// <c>MLContext.FallbackToCpu</c>.</summary>
    [Option(null, "Whether the CPU is used where the GPU asked for cannot be.", OnResume = ChangeOnResume.Free)]
    public bool? FallbackToCpu { get; set; }

    /// <summary>Numeric precision of training. Weights, saved models and predictions (including those of validations) always use 32-bit
    /// floats (on CUDA, see also <see cref="AllowTF32"/>). Default <see cref="SegmentationPrecision.Float32"/>.</summary>
    [Option("--precision", "Numbers that training computes in; weights are fp32 either way.")]
    public SegmentationPrecision Precision { get; set; } = SegmentationPrecision.Float32;

    /// <summary>Whether training on CUDA may round the inputs of multiplications and convolutions to TF32 (10 bits of mantissa, as in
    /// PyTorch's <c>allow_tf32</c>), which is several times faster on tensor cores. The setting applies to the whole process while
    /// <c>Fit</c> runs, validations included, and is restored afterwards: later predictions follow <c>torch.backends</c>, by whose default
    /// convolutions round to TF32. No effect on a CPU. Default true.</summary>
    [Option("--no-tf32", "Multiply in full 32 bits on CUDA, not in TF32: slower.")]
    public bool AllowTF32 { get; set; } = true;

    /// <summary>How training handles invalid labels, which it checks before the first step. Default
    /// <see cref="DataCheckMode.Stop"/>.</summary>
    [Option(
        "--data-check",
        "What to do about labels that cannot be right, which are looked at before the first step: stop, warn and train, or skip looking.",
        OnResume = ChangeOnResume.Free
    )]
    public DataCheckMode DataCheck { get; set; } = DataCheckMode.Stop;

    /// <summary>Called on the thread that called <c>Fit</c>: after the first step (with an estimate of the total time), every
    /// <see cref="RunOptions.ProgressInterval"/> steps, with each validation and after the last step. An exception thrown by it ends
    /// training. Default null.</summary>
    [Option(null, "Called with each report.", OnResume = ChangeOnResume.Free)]
    public Action<AssTrainingProgress>? Progress { get; set; }

    /// <summary>Stops training after the current step. With a <see cref="RunOptions.WorkspacePath"/> the step is saved, so nothing is lost.
    /// Only this token cancels training (and ML.NET's AutoML, through its context). If the data itself throws an
    /// <see cref="OperationCanceledException"/>, for example on a timeout, that is an error of the row. Default: never cancelled.</summary>
    [Option(null, "Stops training after the current step.", OnResume = ChangeOnResume.Free)]
    public CancellationToken CancellationToken { get; set; }

    /// <summary>The processes that train together, each on a part of every step's images; all of them call <c>Fit</c> with the same
    /// options and data. A step then has <see cref="IProcessGroup.Size"/> times <see cref="BatchSize"/> images of each stream. Null, the
    /// default, means this process alone.</summary>
    [Option(null, "The processes that train together.", OnResume = ChangeOnResume.Free)]
    public IProcessGroup? Distributed { get; set; }

    /// <summary>Management of long runs: workspace, checkpoints, resuming, validation, early stopping, reports.</summary>
    public RunOptions Run { get; } = new();

    /// <summary>Form and weights of the adversarial losses, and settings of their discriminators.</summary>
    public AdversarialOptions Adversarial { get; } = new();

    /// <summary>Optimizer settings other than the learning rate.</summary>
    public OptimizationOptions Optimization { get; } = new();

    /// <summary>Random augmentation of training images.</summary>
    public AugmentationOptions Augmentation { get; } = new();

    /// <summary>Self-training on unlabelled target images; off unless <see cref="SelfTrainingOptions.Enabled"/> is set.</summary>
    public SelfTrainingOptions SelfTraining { get; } = new();

    /// <summary>Speed and memory of training.</summary>
    public ComputingOptions Computing { get; } = new();

    /// <summary>Settings that exist to reproduce AdaptSegNet.</summary>
    public AdaptSegNetOptions AdaptSegNet { get; } = new();

    /// <summary>Makes a deep copy: later changes to these options, their groups or their lists do not affect it.</summary>
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
