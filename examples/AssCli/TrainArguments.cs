using System.CommandLine;
using Ass.MLNet;

namespace AssCli;

/// <summary>The options of <c>train</c>; what is not given keeps its default, which help shows.</summary>
/// <param name="defaults">The defaults to show: the library's, or a preset's.</param>
internal sealed class TrainArguments(AssSegmentationOptions defaults)
{
    /// <summary>With the library's defaults.</summary>
    public TrainArguments()
        : this(new AssSegmentationOptions())
    {
    }

    public Option<DatasetArgument[]> Source { get; } = new("--source")
    {
        Description = $"Labelled source images; may be given several times. {DatasetKind.HelpText}.",
        HelpName = DatasetArgument.Form, CustomParser = DatasetArgument.ParseMany,
    };

    public Option<DatasetArgument?> Target { get; } = new("--target")
    {
        Description = "Target images, of the same kinds.", HelpName = DatasetArgument.Form, CustomParser = DatasetArgument.Parse,
    };

    public Option<LabeledArgument?> Labeled { get; } = new("--labeled")
    {
        Description = "Target images that keep their labels: that many, chosen by the seed; all; or those that a file lists, one a line.",
        HelpName = "N|all|FILE", CustomParser = LabeledArgument.Parse, DefaultValueFactory = _ => new LabeledArgument("all"),
    };

    public Option<DatasetArgument?> Validation { get; } = new("--val")
    {
        Description = "Labelled target images (never the test split) to measure the network on while it trains; the best model goes to best.zip.", HelpName = DatasetArgument.Form, CustomParser = DatasetArgument.ParseForEvaluation,
    };

    public Option<string[]?> Classes { get; } = new("--classes")
    {
        Description = "Class names in the order of their ids, or a file with one a line. Default: the data sets' own; needed where none has any.",
        HelpName = "a,b,c|FILE", CustomParser = ValueArguments.ParseClasses, Arity = ArgumentArity.ExactlyOne,
    };

    public Option<LabelMapArgument[]> Maps { get; } = LabelMapArgument.CreateOption();

    public ChoiceOption<AdaptationRecipe> Recipe { get; } = new("--recipe", "Which losses train the network.", defaults.Recipe,
        ("source-only", AdaptationRecipe.SourceOnly), ("target-only", AdaptationRecipe.TargetOnly), ("joint", AdaptationRecipe.Joint),
        ("global", AdaptationRecipe.Global), ("semantic", AdaptationRecipe.Semantic), ("ass", AdaptationRecipe.Ass));

    public ChoiceOption<SegmentationNetwork> Network { get; } = new("--network", "The backbone under DeepLabV2's classifier.", defaults.Network,
        ("resnet18", SegmentationNetwork.DeepLabV2ResNet18), ("resnet50", SegmentationNetwork.DeepLabV2ResNet50),
        ("resnet101", SegmentationNetwork.DeepLabV2ResNet101), ("mobilenetv2", SegmentationNetwork.DeepLabV2MobileNetV2));

    public ChoiceOption<int> OutputStride { get; } = new("--output-stride", "Image pixels per feature pixel along each side; 16 or 32 for CPUs.",
        defaults.OutputStride, ("8", 8), ("16", 16), ("32", 32));

    public Option<string?> Weights { get; } = new("--weights")
    {
        Description = "Weights to start from: 'imagenet' (resnet18 only), or a file: .pth, safetensors, ONNX, a model; FILE#PREFIX where it holds several networks. Default: random weights.", HelpName = "imagenet|FILE",
    };

    public ChoiceOption<BatchNormMode> BatchNorm { get; } = new("--batch-norm", "Batch normalisation; auto: frozen with pretrained weights, else learned (AdaptSegNet: frozen-affine).",
        defaults.BatchNorm, ("auto", BatchNormMode.Auto), ("learned", BatchNormMode.Learned), ("frozen", BatchNormMode.Frozen), ("frozen-affine", BatchNormMode.FrozenAffine));

    public Option<int> Iterations { get; } = new("--iterations") { Description = "Training steps.", HelpName = "N", DefaultValueFactory = _ => defaults.Iterations };

    public Option<int> BatchSize { get; } = new("--batch-size")
    {
        Description = "Images a step from each of source, labelled target and unlabelled target.", HelpName = "N", DefaultValueFactory = _ => defaults.BatchSize,
    };

    public Option<int> ReportEvery { get; } = new("--report-every")
    {
        Description = "Steps between two reports, each a row of results.csv.", HelpName = "N", DefaultValueFactory = _ => defaults.ProgressInterval,
    };

    public Option<int?> ValidateEvery { get; } = new("--val-every") { Description = "Steps between two validations. Default: a twentieth of --iterations.", HelpName = "N" };

    public Option<int?> Patience { get; } = new("--patience")
    {
        Description = "Stop after that many validations in a row without gain. Default: train to the end.", HelpName = "N",
    };

    public Option<double> MinimumGain { get; } = new("--min-gain")
    {
        Description = "By how much the mIoU (0 to 1) must grow to count as a gain for --patience.", HelpName = "X", DefaultValueFactory = _ => defaults.EarlyStoppingMinimumGain,
    };

    public Option<bool> KeepBest { get; } = new("--keep-best") { Description = "Save the best model of all validations as model.zip, not the last." };

    public Option<int> CheckpointEvery { get; } = new("--checkpoint-every")
    {
        Description = "Steps between two checkpoints.", HelpName = "N", DefaultValueFactory = _ => defaults.CheckpointEvery,
    };

    public Option<bool> Resume { get; } = new("--resume")
    {
        Description = "Go on from the newest checkpoint in --output; start anew where there is none, so that one command serves for both.",
    };

    public Option<bool> AllowChanges { get; } = new("--allow-changes") { Description = "Let --resume accept other data and settings than the checkpoint's." };

    public Option<double> LearningRate { get; } = new("--lr")
    {
        Description = "The network's learning rate before decay.", HelpName = "X", DefaultValueFactory = _ => defaults.LearningRate,
    };

    public Option<double> DiscriminatorRate { get; } = new("--discriminator-lr")
    {
        Description = "The discriminators' learning rate before decay.", HelpName = "X", DefaultValueFactory = _ => defaults.DiscriminatorLearningRate,
    };

    public ChoiceOption<SegmentationOptimizer> Optimizer { get; } = new("--optimizer", "The network's optimizer.", defaults.Optimizer,
        ("sgd", SegmentationOptimizer.Sgd), ("adam", SegmentationOptimizer.Adam));

    public Option<ImageSize?> SourceSize { get; } = Size("--source-size", "Resize source images. Default: their own size.");

    public Option<ImageSize?> TargetSize { get; } = Size("--target-size", "Resize target images, in prediction too. Default: their own size.");

    public Option<ImageSize?> Crop { get; } = Size("--crop", "Random window of training images. Default: the image's size before scaling.");

    public Option<ScaleArgument?> Scale { get; } = new("--scale")
    {
        Description = "Random scale of training images; 1:1 for none.", HelpName = "MIN:MAX", CustomParser = ScaleArgument.Parse,
        DefaultValueFactory = _ => new ScaleArgument(defaults.MinScale, defaults.MaxScale),
    };

    public Option<bool> NoFlip { get; } = new("--no-flip") { Description = "Do not mirror training images." };

    public Option<double?> GlobalWeight { get; } = new("--global-weight")
    {
        Description = "Weight of the global adversarial loss. Default: 0.001 for ce, 0.01 for ls.", HelpName = "X",
    };

    public Option<double?> SemanticWeight { get; } = new("--semantic-weight")
    {
        Description = "Weight of the semantic adversarial loss. Default: 0.001 for ce, 0.01 for ls.", HelpName = "X",
    };

    public ChoiceOption<SemanticDiscriminatorHead> SemanticHead { get; } = new("--semantic-head", "The semantic discriminator's output.", defaults.SemanticDiscriminator,
        ("binary", SemanticDiscriminatorHead.Binary), ("class-conditional", SemanticDiscriminatorHead.ClassConditional), ("per-class", SemanticDiscriminatorHead.PerClass));

    public ChoiceOption<SemanticFeatureSpace> SemanticFeatures { get; } = new("--semantic-features", "What class vectors are averaged from.", defaults.SemanticFeatures,
        ("backbone", SemanticFeatureSpace.Backbone), ("output", SemanticFeatureSpace.Output));

    public ChoiceOption<AdversarialLoss> AdversarialLoss { get; } = new("--adversarial-loss", "Cross entropy or least squares.", defaults.AdversarialLoss,
        ("ce", Ass.MLNet.AdversarialLoss.CrossEntropy), ("ls", Ass.MLNet.AdversarialLoss.LeastSquares));

    public Option<int> Seed { get; } = new("--seed")
    {
        Description = "Seed of everything random, the choice of labelled images included.", HelpName = "N", DefaultValueFactory = _ => 1,
    };

    public Option<string> Output { get; } = new("--output")
    {
        Description = "The run's folder, for model.zip, best.zip, report.html, options.json, results.csv, checkpoints and TensorBoard's files.", HelpName = "RUN", Required = true,
    };

    public Option<bool> Overwrite { get; } = new("--overwrite") { Description = "Replace a run that is already in the output folder." };

    public Option<DeviceArgument> Device { get; } = CommonOptions.Device();

    public ChoiceOption<SegmentationPrecision> Precision { get; } = new("--precision", "Numbers that training computes in; weights are fp32 either way.", defaults.Precision,
        ("fp32", SegmentationPrecision.Float32), ("bf16", SegmentationPrecision.BFloat16));

    public Option<bool> NoTf32 { get; } = new("--no-tf32") { Description = "Multiply in full 32 bits on CUDA, not in TF32: slower." };

    public ChoiceOption<DataCheckMode> DataCheck { get; } = new("--data-check",
        "What to do about labels that cannot be right, which are looked at before the first step: stop, warn and train, or skip looking.", defaults.DataCheck,
        ("stop", DataCheckMode.Stop), ("warn", DataCheckMode.Warn), ("skip", DataCheckMode.Skip));

    public SwitchArguments Switches { get; } = new(defaults);

    /// <summary>All of them, in the order in which help lists them.</summary>
    public Option[] All => [Source, Target, Labeled, Validation, Classes, Maps, Switches.Preset, .. Settings, Seed, Device, Output, CheckpointEvery, Resume, AllowChanges, Overwrite];

    /// <summary>Those that a preset may set.</summary>
    public Option[] Settings =>
    [
        Recipe, Network, OutputStride, Weights, BatchNorm, Iterations, BatchSize, ReportEvery, ValidateEvery, Patience, MinimumGain, KeepBest, LearningRate,
        DiscriminatorRate, Optimizer, SourceSize, TargetSize, Crop, Scale, NoFlip, GlobalWeight, SemanticWeight, SemanticHead, SemanticFeatures, AdversarialLoss, Precision, NoTf32, DataCheck, .. Switches.All,
    ];

    /// <summary>Those whose values, given or default, tell what is done: with a preset, the defaults of its settings are not what holds.</summary>
    public IEnumerable<Option> Telling(ParseResult result) =>
        result.IsGiven(Switches.Preset) ? All.Where(option => result.IsGiven(option) || !Settings.Contains(option)) : All;

    /// <summary>The names that were given; null without, where a parsed array would be empty.</summary>
    public string[]? ClassNames(ParseResult result) => result.GetValue(Classes) is { Length: > 0 } names ? names : null;

    public AssSegmentationOptions ToOptions(ParseResult result)
    {
        var options = Switches.Begin(result);
        options.ClassNames = ClassNames(result);
        options.WorkspacePath = result.GetRequiredValue(Output);
        options.Resume = result.GetValue(Resume);
        options.AllowChangesOnResume = result.GetValue(AllowChanges);
        options.CheckpointEvery = result.GetValue(CheckpointEvery);
        Apply(result, options);
        return options;
    }

    /// <summary>Sets those of <see cref="Settings"/> that were given.</summary>
    public void Apply(ParseResult result, AssSegmentationOptions options)
    {
        result.IfChosen(Recipe, value => options.Recipe = value);
        result.IfChosen(Network, value => options.Network = value);
        result.IfChosen(OutputStride, value => options.OutputStride = value);
        result.IfGiven(Weights, value => options.PretrainedWeights = value);
        result.IfChosen(BatchNorm, value => options.BatchNorm = value);
        result.IfGiven(Iterations, value => options.Iterations = value);
        result.IfGiven(BatchSize, value => options.BatchSize = value);
        result.IfGiven(ReportEvery, value => options.ProgressInterval = value);
        result.IfGiven(ValidateEvery, value => options.ValidateEvery = value);
        result.IfGiven(Patience, value => options.EarlyStoppingPatience = value);
        result.IfGiven(MinimumGain, value => options.EarlyStoppingMinimumGain = value);
        result.IfGiven(KeepBest, value => options.ReturnBestModel = value);
        result.IfGiven(LearningRate, value => options.LearningRate = value);
        result.IfGiven(DiscriminatorRate, value => options.DiscriminatorLearningRate = value);
        result.IfChosen(Optimizer, value => options.Optimizer = value);
        result.IfGiven(SourceSize, value => options.SourceSize = value);
        result.IfGiven(TargetSize, value => options.TargetSize = value);
        result.IfGiven(Crop, value => options.CropSize = value);
        result.IfGiven(Scale, value => (options.MinScale, options.MaxScale) = (value!.Min, value.Max));
        result.IfGiven(NoFlip, value => options.HorizontalFlip = !value);
        result.IfGiven(GlobalWeight, value => options.GlobalWeight = value);
        result.IfGiven(SemanticWeight, value => options.SemanticWeight = value);
        result.IfChosen(SemanticHead, value => options.SemanticDiscriminator = value);
        result.IfChosen(SemanticFeatures, value => options.SemanticFeatures = value);
        result.IfChosen(AdversarialLoss, value => options.AdversarialLoss = value);
        result.IfChosen(Precision, value => options.Precision = value);
        result.IfGiven(NoTf32, value => options.AllowTF32 = !value);
        result.IfChosen(DataCheck, value => options.DataCheck = value);
        Switches.Apply(result, options);
    }

    private static Option<ImageSize?> Size(string name, string description) =>
        new(name) { Description = description, HelpName = "WxH", CustomParser = ValueArguments.ParseSize };
}
