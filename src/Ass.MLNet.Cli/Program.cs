using System.Globalization;
using System.Runtime.InteropServices;
using Ass.MLNet.Cli;

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

return Tool.Run(args, cancellation.Token);
