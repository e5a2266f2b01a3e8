namespace Ass.MLNet.Cli.CommandLine;

/// <summary>What an exception that ended a command comes to for whoever called it.</summary>
/// <param name="ExitCode">One of <see cref="CommandLine.ExitCode"/>.</param>
/// <param name="Message">For standard error.</param>
internal sealed record CommandFailure(int ExitCode, string Message)
{
    /// <param name="error">The exception.</param>
    /// <param name="isCancelled">Whether cancellation was asked for: an <see cref="OperationCanceledException"/> alone may be a timeout of
    /// the data's own.</param>
    /// <param name="isVerbose">Whether to tell where it came from.</param>
    public static CommandFailure Of(Exception error, bool isCancelled, bool isVerbose) =>
        error switch
        {
            CommandCanceledException => new(CommandLine.ExitCode.Cancelled, error.Message),
            OperationCanceledException when isCancelled => new(CommandLine.ExitCode.Cancelled, "Cancelled."),
            UsageException => new(CommandLine.ExitCode.Usage, Terminal.OneLine(error)),
            _ => new(CommandLine.ExitCode.Failure, isVerbose ? error.ToString() : Terminal.OneLine(error)),
        };
}
