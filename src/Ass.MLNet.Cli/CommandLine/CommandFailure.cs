namespace Ass.MLNet.Cli.CommandLine;

/// <summary>Exit code and message for an exception that ended a command.</summary>
/// <param name="ExitCode">One of <see cref="CommandLine.ExitCode"/>.</param>
/// <param name="Message">The text for standard error.</param>
internal sealed record CommandFailure(int ExitCode, string Message)
{
    /// <param name="error">The exception.</param>
    /// <param name="isCancelled">Whether cancellation was requested: an <see cref="OperationCanceledException"/> alone may be a timeout
    /// while reading data.</param>
    /// <param name="isVerbose">Whether to include the stack trace.</param>
    public static CommandFailure Of(Exception error, bool isCancelled, bool isVerbose) =>
        error switch
        {
            CommandCanceledException => new(CommandLine.ExitCode.Cancelled, error.Message),
            OperationCanceledException when isCancelled => new(CommandLine.ExitCode.Cancelled, "Cancelled."),
            UsageException => new(CommandLine.ExitCode.Usage, Terminal.OneLine(error)),
            _ => new(CommandLine.ExitCode.Failure, isVerbose ? error.ToString() : Terminal.OneLine(error)),
        };
}
