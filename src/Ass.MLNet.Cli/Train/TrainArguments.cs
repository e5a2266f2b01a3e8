using System.CommandLine;
using System.CommandLine.Parsing;
using Ass.MLNet.Cli.CommandLine;

namespace Ass.MLNet.Cli.Train;

/// <summary>The options of <c>train</c>; what is not given keeps its default, which help shows.</summary>
/// <param name="defaults">The defaults to show: the library's, or a preset's.</param>
internal sealed class TrainArguments(AssSegmentationOptions defaults)
{
    private const string RandomWeights = "none";

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
        Description = "Weights to start from: 'imagenet' (resnet18 only), or a file: .pth, safetensors, ONNX, a model; FILE#PREFIX where it holds several networks. Default, and 'none' where a preset has some: random weights.",
        HelpName = "imagenet|none|FILE", CustomParser = ParseWeights,
    };

    public ChoiceOption<BatchNormMode> BatchNorm { get; } = new("--batch-norm", "Batch normalisation; auto: frozen with pretrained weights, else learned (AdaptSegNet: frozen-affine).",
        defaults.BatchNorm, ("auto", BatchNormMode.Auto), ("learned", BatchNormMode.Learned), ("frozen", BatchNormMode.Frozen), ("frozen-affine", BatchNormMode.FrozenAffine));

    public NumberOption<int> Iterations { get; } = new("--iterations") { Description = "Training steps.", DefaultValueFactory = _ => defaults.Iterations };

    public NumberOption<int> BatchSize { get; } = new("--batch-size")
    {
        Description = "Images a step from each of source, labelled target and unlabelled target.", DefaultValueFactory = _ => defaults.BatchSize,
    };

    public NumberOption<int> ReportEvery { get; } = new("--report-every")
    {
        Description = "Steps between two reports, each a row of results.csv.", DefaultValueFactory = _ => defaults.ProgressInterval,
    };

    public NumberOption<int?> ValidateEvery { get; } = new("--val-every") { Description = "Steps between two validations. Default: a twentieth of --iterations." };

    public NumberOption<int?> Patience { get; } = new("--patience")
    {
        Description = "Stop after that many validations in a row without gain. Default: train to the end.",
    };

    public NumberOption<double> MinimumGain { get; } = new("--min-gain")
    {
        Description = "By how much the mIoU (0 to 1) must grow to count as a gain for --patience.", DefaultValueFactory = _ => defaults.EarlyStoppingMinimumGain,
    };

    public Option<bool> KeepBest { get; } = new("--keep-best") { Description = "Save the best model of all validations as model.zip, not the last." };

    public NumberOption<int> CheckpointEvery { get; } = new("--checkpoint-every")
    {
        Description = "Steps between two checkpoints.", DefaultValueFactory = _ => defaults.CheckpointEvery,
    };

    public Option<bool> Resume { get; } = new("--resume")
    {
        Description = "Go on from the newest checkpoint in --output; start anew where there is none, so that one command serves for both.",
    };

    public Option<bool> AllowChanges { get; } = new("--allow-changes") { Description = "Let --resume accept other data and settings than the checkpoint's." };

    public NumberOption<double> LearningRate { get; } = new("--lr")
    {
        Description = "The network's learning rate before decay.", DefaultValueFactory = _ => defaults.LearningRate,
    };

    public NumberOption<double> DiscriminatorRate { get; } = new("--discriminator-lr")
    {
        Description = "The discriminators' learning rate before decay.", DefaultValueFactory = _ => defaults.DiscriminatorLearningRate,
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

    public NumberOption<double?> GlobalWeight { get; } = new("--global-weight")
    {
        Description = "Weight of the global adversarial loss. Default: 0.001 for ce, 0.01 for ls.",
    };

    public NumberOption<double?> SemanticWeight { get; } = new("--semantic-weight")
    {
        Description = "Weight of the semantic adversarial loss. Default: 0.001 for ce, 0.01 for ls.",
    };

    public ChoiceOption<SemanticDiscriminatorHead> SemanticHead { get; } = new("--semantic-head", "The semantic discriminator's output.", defaults.SemanticDiscriminator,
        ("binary", SemanticDiscriminatorHead.Binary), ("class-conditional", SemanticDiscriminatorHead.ClassConditional), ("per-class", SemanticDiscriminatorHead.PerClass));

    public ChoiceOption<SemanticFeatureSpace> SemanticFeatures { get; } = new("--semantic-features", "What class vectors are averaged from.", defaults.SemanticFeatures,
        ("backbone", SemanticFeatureSpace.Backbone), ("output", SemanticFeatureSpace.Output));

    public ChoiceOption<AdversarialLoss> AdversarialLoss { get; } = new("--adversarial-loss", "Cross entropy or least squares.", defaults.AdversarialLoss,
        ("ce", Ass.MLNet.AdversarialLoss.CrossEntropy), ("ls", Ass.MLNet.AdversarialLoss.LeastSquares));

    public NumberOption<int> Seed { get; } = new("--seed")
    {
        Description = "Seed of everything random, the choice of labelled images included.", DefaultValueFactory = _ => 1,
    };

    public Option<string> Output { get; } = new("--output")
    {
        Description = "The run's folder, for model.zip, best.zip, report.html, options.json, results.csv, checkpoints and TensorBoard's files.", HelpName = "RUN", Required = true,
    };

    public Option<bool> Overwrite { get; } = new("--overwrite") { Description = "Replace a run that is already in the output folder, when the new one is whole: until then, and if it fails, the old one stays as it was. With --resume: go on with a "
            + "replacement that was stopped." };

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
    public Option[] Settings => [.. Bindings.Select(b => b.Option)];

    /// <summary>What the <see cref="Settings"/> are to the library, in the order in which help lists them.</summary>
    public IReadOnlyList<OptionBinding> Bindings =>
    [
        OptionBinding.Of(Recipe, o => o.Recipe),
        OptionBinding.Of(Network, o => o.Network),
        OptionBinding.Of(OutputStride, o => o.OutputStride),
        OptionBinding.Of(Weights, (o, value) => o.PretrainedWeights = value == RandomWeights ? null : value, nameof(AssSegmentationOptions.PretrainedWeights)),
        OptionBinding.Of(BatchNorm, o => o.BatchNorm),
        OptionBinding.Of(Iterations, o => o.Iterations),
        OptionBinding.Of(BatchSize, o => o.BatchSize),
        OptionBinding.Of(ReportEvery, o => o.ProgressInterval),
        OptionBinding.Of(ValidateEvery, o => o.ValidateEvery),
        OptionBinding.Of(Patience, o => o.EarlyStoppingPatience),
        OptionBinding.Of(MinimumGain, o => o.EarlyStoppingMinimumGain),
        OptionBinding.Of(KeepBest, o => o.ReturnBestModel),
        OptionBinding.Of(LearningRate, o => o.LearningRate),
        OptionBinding.Of(DiscriminatorRate, o => o.DiscriminatorLearningRate),
        OptionBinding.Of(Optimizer, o => o.Optimizer),
        OptionBinding.Of(SourceSize, o => o.SourceSize),
        OptionBinding.Of(TargetSize, o => o.TargetSize),
        OptionBinding.Of(Crop, o => o.CropSize),
        OptionBinding.Of(Scale, (o, value) => (o.MinScale, o.MaxScale) = (value!.Min, value.Max), nameof(AssSegmentationOptions.MinScale), nameof(AssSegmentationOptions.MaxScale)),
        OptionBinding.Of(NoFlip, (o, value) => o.HorizontalFlip = !value, nameof(AssSegmentationOptions.HorizontalFlip)),
        OptionBinding.Of(GlobalWeight, o => o.GlobalWeight),
        OptionBinding.Of(SemanticWeight, o => o.SemanticWeight),
        OptionBinding.Of(SemanticHead, o => o.SemanticDiscriminator),
        OptionBinding.Of(SemanticFeatures, o => o.SemanticFeatures),
        OptionBinding.Of(AdversarialLoss, o => o.AdversarialLoss),
        OptionBinding.Of(Precision, o => o.Precision),
        OptionBinding.Of(NoTf32, (o, value) => o.AllowTF32 = !value, nameof(AssSegmentationOptions.AllowTF32)),
        OptionBinding.Of(DataCheck, o => o.DataCheck),
        .. Switches.Bindings,
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
        foreach (var binding in Bindings)
            binding.Apply(result, options);
    }

    private static string? ParseWeights(ArgumentResult result)
    {
        string text = result.Tokens[^1].Value;
        int mark = text.LastIndexOf('#');
        if (text is RandomWeights or PretrainedWeights.ImageNet || File.Exists(text) || (mark > 0 && File.Exists(text[..mark])))
            return text;
        result.AddError($"--weights must be '{PretrainedWeights.ImageNet}', '{RandomWeights}' or an existing file, but is '{text}'.");
        return null;
    }

    private static Option<ImageSize?> Size(string name, string description) =>
        new(name) { Description = description, HelpName = "WxH", CustomParser = ValueArguments.ParseSize };
}
