namespace Ass.MLNet.Tests;

/// <summary>Runs the tool as a user does.</summary>
internal static class CommandLine
{
    public static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using var process = ChildProcess.Start("Ass.MLNet.Cli", arguments);
        var error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }
}
