using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Ass.MLNet.Cli.CommandLine;

namespace Ass.MLNet.Cli.Train;

/// <summary><c>train --help</c>: more options than a person reads in one list, so under headings: first what most people need, then the
/// library's groups.</summary>
internal sealed class TrainHelp(Command command, TrainArguments arguments) : SynchronousCommandLineAction
{
    // As System.CommandLine does: help is no failure, whatever else is on the command line.
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var page = HelpPage.OfVerb(new HelpAction().MaxWidth).Add("Usage", ("assml train [options]", ""));
        foreach (var (title, options) in Sections())
        {
            page.Add(title, [.. options.Select(OptionHelp.Row)]);
        }

        var others = command.Options.Concat(parseResult.RootCommandResult.Command.Options.Where(option => option.Recursive));
        page.Add("Other", [.. others.Except(arguments.All).DistinctBy(option => option.Name).Select(OptionHelp.Row)]);
        page.Add("Kinds of data sets", DatasetKind.HelpRows);
        parseResult.InvocationConfiguration.Output.Write($"{command.Description}\n\n{page}");
        return ExitCode.Success;
    }

    private IEnumerable<(string Title, IEnumerable<Option> Options)> Sections()
    {
        Option data = arguments[o => o.DataCheck];
        Option[] computing = [arguments[o => o.Precision], arguments[o => o.AllowTF32]];
        yield return (
            "Data",
            [arguments.Source, arguments.Target, arguments.Labeled, arguments.Validation, arguments.Classes, arguments.Maps, data]
        );
        yield return ("Recipe, network and steps", [arguments.Preset, .. Group(null).Except([data, .. computing])]);
        yield return ("Output and device", [arguments.Output, arguments.Overwrite, arguments.Seed, arguments.Device, .. computing]);
        yield return ("Long runs: checkpoints, validation, early stopping", Group(nameof(AssSegmentationOptions.Run)));
        yield return ("Adversarial losses", Group(nameof(AssSegmentationOptions.Adversarial)));
        yield return ("Self-training on unlabelled target images", Group(nameof(AssSegmentationOptions.SelfTraining)));
        yield return ("Optimization", Group(nameof(AssSegmentationOptions.Optimization)));
        yield return ("Augmentation", Group(nameof(AssSegmentationOptions.Augmentation)));
        yield return ("Computing: speed and memory", Group(nameof(AssSegmentationOptions.Computing)));
        yield return ("Several processes, on one machine or many", [arguments.Distributed, arguments.DistributedTimeout, arguments.NoNccl]);
        yield return ("AdaptSegNet's switches, to reproduce it", Group(nameof(AssSegmentationOptions.AdaptSegNet)));
    }

    private IEnumerable<Option> Group(string? group) =>
        arguments.Settings.Concat(arguments.Keeping).Where(setting => setting.Sets[0].Group == group).Select(setting => setting.Option);
}
