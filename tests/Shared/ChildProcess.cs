using System.Diagnostics;

namespace Ass.MLNet.Tests;

/// <summary>Programs of the test folder in processes of their own. Their files lie beside the tests', and they find libtorch through the
/// tests' list of dependencies.</summary>
internal static class ChildProcess
{
    public static Process Start(string program, params string[] arguments) => Process.Start(Describe(program, arguments))!;

    /// <summary>How a program is started, for a caller with something to add.</summary>
    public static ProcessStartInfo Describe(string program, params string[] arguments)
    {
        string folder = AppContext.BaseDirectory;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] host =
        [
            "exec",
            "--depsfile",
            Path.Combine(folder, typeof(ChildProcess).Assembly.GetName().Name + ".deps.json"),
            "--runtimeconfig",
            Path.Combine(folder, program + ".runtimeconfig.json"),
            Path.Combine(folder, program + ".dll"),
        ];
        foreach (string argument in host.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }
        return start;
    }
}
