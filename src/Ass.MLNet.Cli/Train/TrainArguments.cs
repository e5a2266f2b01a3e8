using System.CommandLine;
using System.Linq.Expressions;
using Ass.MLNet.Cli.CommandLine;

namespace Ass.MLNet.Cli.Train;

/// <summary>The options of <c>train</c>: the tool's own, and those that the library declares.</summary>
internal sealed class TrainArguments
{
    /// <summary>With the library's defaults.</summary>
    public TrainArguments()
        : this(new AssSegmentationOptions()) { }

    /// <param name="defaults">The defaults to show: the library's, or a preset's.</param>
    public TrainArguments(AssSegmentationOptions defaults)
    {
        Option[] own = [Output, Validation, Classes, Device];
        var declared = SettingOption.CreateAll(defaults, except: [.. own.Select(option => option.Name)]);
        AssSegmentationOption[] keeping =
        [
            AssSegmentationOption.Of(o => o.Run.CheckpointEvery),
            AssSegmentationOption.Of(o => o.Run.Resume),
            AssSegmentationOption.Of(o => o.Run.AllowChangesOnResume),
        ];
        Keeping = [.. declared.Where(setting => keeping.Contains(setting.Sets[0]))];
        Settings = [.. declared.Except(Keeping)];
    }

    public Option<DatasetArgument[]> Source { get; } =
        new("--source")
        {
            Description = "Labelled source images; may be given several times.",
            HelpName = DatasetArgument.Form,
            CustomParser = DatasetArgument.ParseMany,
        };

    public Option<DatasetArgument[]> Target { get; } =
        new("--target")
        {
            Description = "Target images, with labels or without; may be given several times.",
            HelpName = DatasetArgument.Form,
            CustomParser = DatasetArgument.ParseMany,
        };

    public Option<LabeledArgument?> Labeled { get; } =
        new("--labeled")
        {
            Description =
                "Target images that keep their labels: that many, chosen by the seed; all; or those that a file lists, one a line. With "
                + "several targets: all.",
            HelpName = "N|all|FILE",
            CustomParser = LabeledArgument.Parse,
            DefaultValueFactory = _ => new LabeledArgument("all"),
        };

    public Option<DatasetArgument?> Validation { get; } =
        new("--val")
        {
            Description =
                "Labelled target images (never the test split) to measure the network on while it trains; the best model goes to best.zip.",
            HelpName = DatasetArgument.Form,
            CustomParser = DatasetArgument.ParseForEvaluation,
        };

    public Option<string[]?> Classes { get; } =
        new("--classes")
        {
            Description =
                "Class names in the order of their ids, or a file with one a line. Default: the data sets' own; needed where none has any.",
            HelpName = "a,b,c|FILE",
            CustomParser = ValueArguments.ParseClasses,
            Arity = ArgumentArity.ExactlyOne,
        };

    public Option<LabelMapArgument[]> Maps { get; } = LabelMapArgument.CreateOption();

    public Option<string?> Preset { get; } = CreatePreset();

    public NumberOption<int> Seed { get; } =
        new("--seed") { Description = "Seed of everything random, the choice of labelled images included.", DefaultValueFactory = _ => 1 };

    public Option<string> Output { get; } =
        new("--output")
        {
            Description =
                "The run's folder, for model.zip, best.zip, report.html, options.json, results.csv, checkpoints and TensorBoard's files.",
            HelpName = "RUN",
            Required = true,
        };

    public Option<bool> Overwrite { get; } =
        new("--overwrite")
        {
            Description =
                "Replace a run that is already in the output folder, when the new one is whole: until then, and if it fails, "
                + "the old one stays as it was. With --resume: go on with a replacement that was stopped.",
        };

    public Option<DeviceArgument> Device { get; } = CommonOptions.Device();

    public Option<bool> Distributed { get; } =
        new("--distributed")
        {
            Description =
                "Train as one of the processes that Open MPI's mpirun, or srun, has started with this command: --batch-size images of each "
                + "stream in each process, and on GPUs one per process.",
        };

    public NumberOption<int> DistributedTimeout { get; } =
        new("--distributed-timeout", least: 1, most: 86_400)
        {
            Description = "Seconds to wait for another process before it counts as lost.",
            DefaultValueFactory = _ => (int)MpiProcessGroup.DefaultTimeout.TotalSeconds,
        };

    public Option<bool> NoNccl { get; } =
        new("--no-nccl") { Description = "Send the gradients of GPUs through the machine's memory even where NCCL is installed." };

    /// <summary>Options of the library that a preset may set.</summary>
    public IReadOnlyList<SettingOption> Settings { get; }

    /// <summary>Options of the library for keeping and resuming the run.</summary>
    public IReadOnlyList<SettingOption> Keeping { get; }

    public ChoiceOption Recipe => (ChoiceOption)this[o => o.Recipe];

    /// <summary>All of them.</summary>
    public Option[] All =>
        [
            Source,
            Target,
            Labeled,
            Validation,
            Classes,
            Maps,
            Preset,
            .. Settings.Select(setting => setting.Option),
            Seed,
            Device,
            Distributed,
            DistributedTimeout,
            NoNccl,
            Output,
            .. Keeping.Select(setting => setting.Option),
            Overwrite,
        ];

    /// <summary>The option that sets a property of the library's options.</summary>
    public Option this[Expression<Func<AssSegmentationOptions, object?>> property] => Of(AssSegmentationOption.Of(property)).Option;

    /// <summary>Those whose values, given or default, tell what is done: with a preset, the defaults of its settings are not what
    /// holds.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="begun">The run that goes on; null for a new one.</param>
    public IEnumerable<Option> Telling(ParseResult result, BegunRun? begun = null) =>
        PresetOf(result, begun) is null
            ? All
            : All.Where(option => result.IsGiven(option) || !Settings.Any(setting => setting.Option == option));

    /// <summary>Whether training is to go on where it was stopped.</summary>
    public bool Resumes(ParseResult result) => result.GetValue((Option<bool>)this[o => o.Run.Resume]);

    /// <summary>The names that were given; null without, where a parsed array would be empty.</summary>
    public string[]? ClassNames(ParseResult result) => result.GetValue(Classes) is { Length: > 0 } names ? names : null;

    /// <summary>The preset that training starts from: the given one, that of the run that goes on or, on a CPU without any choice of
    /// network, the CPU preset.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="begun">The run that goes on; null for a new one.</param>
    public string? PresetOf(ParseResult result, BegunRun? begun = null) =>
        result.GetValue(Preset)
        ?? (
            begun is not null ? begun.Preset
            : result.GetRequiredValue(Device).Gpu is null && !result.IsGiven(this[o => o.Network]) ? Presets.Cpu
            : null
        );

    /// <summary>The options that <c>train</c> uses.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="begun">The run that goes on; null for a new one.</param>
    public AssSegmentationOptions ToOptions(ParseResult result, BegunRun? begun = null)
    {
        string? preset = PresetOf(result, begun);
        var options = Presets.Begin(preset);
        Apply(result, options);
        bool hasWeights = options.Network is SegmentationNetwork.DeepLabV2ResNet18 or SegmentationNetwork.SwiftNetResNet18;
        if (preset is null && hasWeights && !result.IsGiven(this[o => o.PretrainedWeights]))
        {
            // The tool ships with these weights, and without them the network learns little from a few images.
            options.PretrainedWeights = PretrainedWeights.ImageNet;
        }

        options.ClassNames = ClassNames(result);
        options.Run.WorkspacePath = result.GetRequiredValue(Output);
        return options;
    }

    /// <summary>Sets those of <see cref="Settings"/> and <see cref="Keeping"/> that were given.</summary>
    public void Apply(ParseResult result, AssSegmentationOptions options)
    {
        foreach (var setting in Settings.Concat(Keeping))
        {
            setting.Apply(result, options);
        }
    }

    private SettingOption Of(AssSegmentationOption option) => Settings.Concat(Keeping).Single(setting => setting.Sets.Contains(option));

    private static Option<string?> CreatePreset()
    {
        var option = new Option<string?>("--preset")
        {
            Description =
                "Settings to start from; what is given beside it changes them, and the defaults below do not hold. cpu: a first "
                + $"run within an hour on a few cores ({Presets.CpuFacts}); it is the default on a CPU where no --network is "
                + "given, but a run that goes on keeps its own. few-labels: swiftnet from imagenet weights, joint, self-training, adam at "
                + "1e-4, 2000 steps of batches of 2, whole images: give --source-size and --target-size. The others: AdaptSegNet's "
                + "settings for the paper's benchmarks, without --weights.",
            HelpName = string.Join('|', Presets.Names),
        };
        option.AcceptOnlyFromAmong(Presets.Names);
        return option;
    }
}
