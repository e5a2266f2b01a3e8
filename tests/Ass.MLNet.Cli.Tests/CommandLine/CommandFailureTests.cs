using Ass.MLNet.Cli.CommandLine;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class CommandFailureTests
{
    [Fact]
    public void A_timeout_of_the_data_is_no_cancellation()
    {
        var timeout = new TaskCanceledException("The request was canceled due to the configured HttpClient.Timeout.");

        Assert.Equal((ExitCode.Failure, "Error: " + timeout.Message), Of(timeout, isCancelled: false));
        Assert.Equal((ExitCode.Cancelled, "Cancelled."), Of(timeout, isCancelled: true));
        Assert.Equal((ExitCode.Cancelled, "so far"), Of(new CommandCanceledException("so far"), isCancelled: true));
    }

    [Fact]
    public void What_cannot_be_done_and_what_went_wrong_have_codes_of_their_own()
    {
        Assert.Equal((ExitCode.Usage, "Error: --x"), Of(new UsageException("--x"), isCancelled: false));
        Assert.Equal((ExitCode.Failure, "Error: disk"), Of(new IOException("disk"), isCancelled: true));
        Assert.Contains(nameof(IOException), CommandFailure.Of(new IOException("disk"), isCancelled: false, isVerbose: true).Message);
    }

    private static (int, string) Of(Exception error, bool isCancelled)
    {
        var failure = CommandFailure.Of(error, isCancelled, isVerbose: false);
        return (failure.ExitCode, failure.Message);
    }
}
