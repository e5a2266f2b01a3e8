using System.Globalization;
using Ass.MLNet.Cli;

namespace Ass.MLNet.Tests;

/// <summary>Runs the tool with a command line.</summary>
internal static class CommandLine
{
    /// <summary>In this process: starting one takes longer than most commands.</summary>
    public static Task<(int Code, string Output, string Error)> Run(params string[] arguments) =>
        Task.Run(() =>
        {
            var (output, error) = (new StringWriter(), new StringWriter());
            (ConsoleOfTest.Output.Own, ConsoleOfTest.Error.Own) = (output, error);
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
            int code = Tool.Run(arguments, CancellationToken.None);
            return (code, output.ToString(), error.ToString());
        });

    /// <summary>As a user does.</summary>
    public static async Task<(int Code, string Output, string Error)> RunProcess(params string[] arguments)
    {
        using var process = ChildProcess.Start("Ass.MLNet.Cli", arguments);
        var error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }
}
