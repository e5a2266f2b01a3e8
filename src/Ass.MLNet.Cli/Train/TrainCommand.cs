using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Runs;
using Microsoft.ML;

namespace Ass.MLNet.Cli.Train;

/// <summary><c>train</c>: data sets in, a run's folder out.</summary>
internal static class TrainCommand
{
    public static Command Create(Option<bool> verbose, CancellationToken cancellation)
    {
        var arguments = new TrainArguments();
        var command = new Command("train", "Train a network on source images and few labelled target images.");
        foreach (var option in arguments.All)
        {
            command.Add(option);
        }

        command.Add(new HelpOption { Description = "Print this page.", Action = new TrainHelp(command, arguments) });
        command.Validators.Add(result => CheckDomains(result, arguments));
        command.SetAction(result => Run(result, arguments, result.GetValue(verbose), cancellation));
        return command;
    }

    private static void CheckDomains(CommandResult result, TrainArguments arguments)
    {
        if (result.GetResult(arguments.Labeled) is { Implicit: false } && result.GetResult(arguments.Target) is null)
        {
            result.AddError("--labeled chooses among the images of --target, which is missing.");
        }

        // Defaults are not filled in yet while the command line is checked.
        var recipe = arguments.Recipe.ValueOf(result.GetResult(arguments.Recipe)?.Tokens.FirstOrDefault()?.Value);
        if (recipe is null)
        {
            return;
        }
        if (recipe is not AdaptationRecipe.TargetOnly && result.GetResult(arguments.Source) is null)
        {
            result.AddError("--source is missing (only recipe target-only trains without).");
        }
        if (recipe is not AdaptationRecipe.SourceOnly && result.GetResult(arguments.Target) is null)
        {
            result.AddError("--target is missing (only recipe source-only trains without).");
        }
    }

    private static void TellOfUnread(AssSegmentationOptions options, int unlabelled)
    {
        bool looks = options.SelfTraining.Enabled || options.Recipe is AdaptationRecipe.Global or AdaptationRecipe.Ass;
        if (unlabelled > 0 && !looks && options.Recipe != AdaptationRecipe.SourceOnly)
        {
            Terminal.Line(
                $"{unlabelled} target images without labels are not looked at: {options.Recipe} learns from labelled ones alone. With "
                    + "--self-training it learns from them, too; --preset few-labels is made for that."
            );
        }
    }

    private static int Run(ParseResult result, TrainArguments arguments, bool verbose, CancellationToken cancellation)
    {
        using var group = TrainingGroup.Join(result, arguments);
        try
        {
            return Run(result, arguments, group, verbose, cancellation);
        }
        catch (Exception e) when (group?.Tell(e) == true)
        {
            throw;
        }
    }

    /// <param name="result">The command line.</param>
    /// <param name="arguments">Its options.</param>
    /// <param name="group">The processes to train with; null for none.</param>
    /// <param name="verbose">See <see cref="DeviceArgument.CreateContext"/>.</param>
    /// <param name="cancellation">Stops after a step.</param>
    private static int Run(ParseResult result, TrainArguments arguments, TrainingGroup? group, bool verbose, CancellationToken cancellation)
    {
        bool isFirst = group is not { Processes.Rank: > 0 };
        var run = new RunFolder(result.GetRequiredValue(arguments.Output));
        using var claim = isFirst ? Claim(run.Path, group) : null;
        var (resumes, overwrites) = (arguments.Resumes(result), result.GetValue(arguments.Overwrite));
        using var session = isFirst ? RunSession.Open(run, resumes, overwrites) : null;
        var begun = resumes ? BegunRun.Read(overwrites ? RunReplacement.NewRun(run) : run) : null;
        var options = arguments.ToOptions(result, begun);
        options.Distributed = group?.Processes;

        TrainingSets.CheckMaps(result, arguments);
        int seed = result.GetValue(arguments.Seed);
        var device = result.GetRequiredValue(arguments.Device);
        var ml = (group?.Device(device) ?? device).CreateContext(verbose, seed);
        var data = TrainingSets.Load(
            ml,
            [.. TrainingSets.OpenSources(result, arguments), .. TrainingSets.OpenTargets(result, arguments)],
            arguments.ClassNames(result)
        );
        var validation = result
            .GetValue(arguments.Validation)
            ?.Open(arguments.ClassNames(result), result.GetRequiredValue(arguments.Maps))
            .AsTarget();
        options.CancellationToken = cancellation;
        string[] labelled = TrainingSets.LabelledTargets(ml, data);
        CheckLabels(options.Recipe, labelled);
        if (isFirst)
        {
            TellOfUnread(options, TrainingSets.UnlabelledTargets(ml, data));
        }
        string? preset = arguments.PresetOf(result, begun);
        var settings = RunSettings.Create(result, arguments.Telling(result, begun), options, labelled);
        settings["commandLine"]!["preset"] = preset;
        var training = new TrainingRun(session, ml, options, RunSettings.ToJson(settings), validation);
        if (isFirst && begun is null && preset is Presets.Cpu && !result.IsGiven(arguments.Preset))
        {
            Terminal.Line($"On a CPU without --network, training starts from --preset cpu: {Presets.CpuFacts}.");
        }
        if (isFirst && begun is null && !result.IsGiven(arguments.Recipe) && preset is null or Presets.Cpu)
        {
            Terminal.Line(
                "Without --recipe, training is that of the paper, ass. In the studies of this project --recipe joint did as well or "
                    + "better, in less time."
            );
        }

        if (isFirst && TrainingAdvice.BeforeTraining(options, onCpu: ml.GpuDeviceId is null) is { } warning)
        {
            Terminal.Warning(warning);
        }

        try
        {
            using var model = training.Fit($"Training for {options.Iterations} step{(options.Iterations == 1 ? "" : "s")}.", data);
            if (isFirst)
            {
                training.Finish(run, model, data.Schema);
            }
            return ExitCode.Success;
        }
        catch (OperationCanceledException e) when (cancellation.IsCancellationRequested || group is not null)
        {
            throw new CommandCanceledException(
                session is null
                    ? "Cancelled."
                    : $"Cancelled; {Reached(training.Last, options.Iterations)}. " + $"{session.Left ?? "Nothing is left of it."}",
                e
            );
        }
        catch (Exception) when (training.Last is not null && session?.Left is { } left)
        {
            // Without a report no step was made here: the files belong to an earlier run that this command was not allowed to resume.
            Terminal.Error(left);
            throw;
        }
    }

    private static string Reached(AssTrainingProgress? last, int steps) =>
        last is null ? "no step was reported" : $"the last report was at step {last.Step} of {steps}";

    /// <exception cref="IOException">Another command trains there: where a launcher has started several without
    /// <c>--distributed</c>, it is most likely one of them.</exception>
    private static RunClaim Claim(string path, TrainingGroup? group)
    {
        if (group is null && TrainingGroup.IsOneOfSeveral)
        {
            return RunClaim.TryTake(path)
                ?? throw new IOException(
                    $"'{path}' is in use, most likely by another of the processes that a launcher has started with this command: was "
                        + "--distributed forgotten?"
                );
        }
        return RunClaim.Take(path);
    }

    /// <exception cref="UsageException">The recipe needs labelled target images, and there are none.</exception>
    private static void CheckLabels(AdaptationRecipe recipe, string[] labelledTargets)
    {
        if (recipe != AdaptationRecipe.SourceOnly && labelledTargets.Length == 0)
        {
            throw new UsageException(
                "No target image has a label, but all recipes except source-only learn from some: --target must have labels, "
                    + "and --labeled must leave at least one (or give --recipe source-only)."
            );
        }
    }
}
