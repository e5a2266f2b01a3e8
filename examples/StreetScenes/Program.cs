using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using System.Runtime.InteropServices;
using StreetScenes;

// Numbers look the same on every machine, and messages are English throughout.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;

using var cancellation = new CancellationTokenSource();

// The first signal stops after the scenes that are being rendered; a second one ends the program at once.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

RootCommand root = RenderCommand.Create(cancellation.Token);
root.Add(IconCommand.Create());
try
{
    ParseResult parsed = root.Parse(args);
    if (parsed.Action is not ParseErrorAction)
    {
        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    foreach (var error in parsed.Errors)
    {
        Console.Error.WriteLine(error.Message);
    }

    Console.Error.WriteLine("See 'StreetScenes --help'.");
    return ExitCode.Usage;
}
catch (OperationCanceledException e) when (cancellation.IsCancellationRequested)
{
    Console.Error.WriteLine(e.Message);
    return ExitCode.Cancelled;
}
catch (Exception e)
{
    Console.Error.WriteLine($"Error: {e.Message}");
    return ExitCode.Failure;
}
