using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using System.Runtime.InteropServices;
using AssCli;

// Numbers look the same on every machine, on the command line, in tables and in files; messages are English throughout.
CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;

using var cancellation = new CancellationTokenSource();

// The first signal asks the work to stop after the current step or image; a second one ends the program at once.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

var verbose = new Option<bool>("--verbose") { Description = "Print the stack trace of an error, and the library's log.", Recursive = true };
var root = new RootCommand("Semi-supervised domain adaptation for semantic segmentation: check data, train, evaluate, predict and report on folders of images.")
{
    DataCheckCommand.Create(cancellation.Token),
    TrainCommand.Create(verbose, cancellation.Token),
    EvaluateCommand.Create(verbose, cancellation.Token),
    PredictCommand.Create(verbose, cancellation.Token),
    ReportCommand.Create(verbose, cancellation.Token),
    ShiftCommand.Create(verbose, cancellation.Token),
    ExportCommand.Create(verbose),
    PaperCommand.Create(verbose, cancellation.Token),
    StudyCommand.Create(verbose, cancellation.Token),
    RenderCommand.Create(cancellation.Token),
    verbose,
};

ParseResult? parsed = null;
try
{
    parsed = root.Parse(args);
    if (parsed.Action is ParseErrorAction)
    {
        foreach (var error in parsed.Errors)
            Terminal.Error(error.Message);
        Terminal.Error($"See '{Usage(parsed.CommandResult.Command)} --help'.");
        return ExitCode.Usage;
    }

    return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (OperationCanceledException e) when (cancellation.IsCancellationRequested)
{
    Terminal.Error(e is CommandCanceledException ? e.Message : "Cancelled.");
    return ExitCode.Cancelled;
}
catch (UsageException e)
{
    Terminal.Error(Terminal.OneLine(e));
    return ExitCode.Usage;
}
catch (Exception e)
{
    Terminal.Error(parsed?.GetValue(verbose) == true ? e.ToString() : Terminal.OneLine(e));
    return ExitCode.Failure;
}

string Usage(Command command) => command == root ? "AssCli" : $"AssCli {command.Name}";
