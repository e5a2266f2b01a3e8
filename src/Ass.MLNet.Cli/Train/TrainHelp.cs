using System.CommandLine;
using Ass.MLNet.Cli.CommandLine;

namespace Ass.MLNet.Cli.Train;

/// <summary>The headings of <c>train --help</c>: first what most people need, then the library's groups.</summary>
internal static class TrainHelp
{
    public static IReadOnlyList<HelpSection> Sections(TrainArguments arguments)
    {
        Option data = arguments[o => o.DataCheck];
        Option[] computing = [arguments[o => o.Precision], arguments[o => o.AllowTF32]];
        var flat = Group(arguments, null).Except([data, .. computing]);
        return
        [
            new(
                "Data",
                [arguments.Source, arguments.Target, arguments.Labeled, arguments.Validation, arguments.Classes, arguments.Maps, data]
            ),
            new("Recipe, network and steps", [arguments.Preset, .. flat]),
            new("Output and device", [arguments.Output, arguments.Overwrite, arguments.Seed, arguments.Device, .. computing]),
            new("Long runs: checkpoints, validation, early stopping", Group(arguments, nameof(AssSegmentationOptions.Run))),
            new("Adversarial losses", Group(arguments, nameof(AssSegmentationOptions.Adversarial))),
            new("Optimization", Group(arguments, nameof(AssSegmentationOptions.Optimization))),
            new("Augmentation", Group(arguments, nameof(AssSegmentationOptions.Augmentation))),
            new("AdaptSegNet's switches, to reproduce it", Group(arguments, nameof(AssSegmentationOptions.AdaptSegNet))),
        ];
    }

    private static Option[] Group(TrainArguments arguments, string? group) =>
        [.. arguments.Settings.Concat(arguments.Keeping).Where(setting => setting.Sets[0].Group == group).Select(setting => setting.Option)];
}
