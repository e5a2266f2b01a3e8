using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using System.Runtime.InteropServices;
using Ass.MLNet.Cli;
using Ass.MLNet.Cli.CommandLine;

// Numbers look the same on every machine, on the command line, in tables and in files; messages are English throughout.
CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;

using var cancellation = new CancellationTokenSource();

// A signal requests a stop after the current step or image; a second Ctrl-C ends the program at once. Schedulers send SIGTERM several
// times, and then SIGKILL.
bool isInterrupted = false;
void Stop(PosixSignalContext signal)
{
    signal.Cancel = signal.Signal == PosixSignal.SIGTERM || !isInterrupted;
    isInterrupted |= signal.Signal == PosixSignal.SIGINT;
    cancellation.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

var verbose = CommandTree.CreateVerbose();
var root = CommandTree.Create(verbose, cancellation.Token);

ParseResult? parsed = null;
try
{
    parsed = root.Parse(args);
    if (parsed.Action is ParseErrorAction)
    {
        foreach (var error in parsed.Errors)
        {
            Terminal.Error(error.Message);
        }
        Terminal.Error($"See '{Usage(parsed.CommandResult.Command)} --help'.");
        return ExitCode.Usage;
    }

    return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e)
{
    var failure = CommandFailure.Of(e, cancellation.IsCancellationRequested, isVerbose: parsed?.GetValue(verbose) == true);
    Terminal.Error(failure.Message);
    return failure.ExitCode;
}

string Usage(Command command) => command == root ? CommandTree.Name : $"{CommandTree.Name} {command.Name}";
