using System.CommandLine;
using System.CommandLine.Invocation;
using Ass.MLNet.Cli.CommandLine;

namespace Ass.MLNet.Cli;

/// <summary>A run of the tool.</summary>
internal static class Tool
{
    /// <param name="arguments">The command line.</param>
    /// <param name="cancellation">Requests a stop after the current step or image.</param>
    /// <returns>The exit code. Errors were written to standard error.</returns>
    public static int Run(string[] arguments, CancellationToken cancellation)
    {
        var verbose = CommandTree.CreateVerbose();
        var root = CommandTree.Create(verbose, cancellation);

        ParseResult? parsed = null;
        try
        {
            parsed = root.Parse(arguments);
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
    }
}
