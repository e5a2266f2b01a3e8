// Training steps and scoring on a GPU, against PyTorch on the same one; see docs/gpu.md. Exit codes: 0 measured, 1 failed, 2 usage, 3 no
// GPU.
using System.Runtime.InteropServices;
using Ass.MLNet.GpuBenchmark;

Arguments arguments;
try
{
    arguments = Arguments.Parse(args);
}
catch (FormatException e)
{
    Console.Error.WriteLine($"{e.Message}\n{Arguments.Usage}");
    return 2;
}

try
{
    if (arguments.Serves is not null)
    {
        Server.Run(arguments);
        return 0;
    }

    var results = new List<CaseResult>();
    string versions = "";
    foreach (var chosen in arguments.Cases)
    {
        try
        {
            (var result, versions) = Comparison.Run(arguments, chosen);
            results.Add(result);
        }
        catch (ContenderException e) when (e.WasReady)
        {
            Console.Error.WriteLine($"{chosen.Name}: failed. {e.Message}");
        }
    }

    Console.WriteLine(
        $"{(arguments.OnCpu ? "CPU, to show that the command works" : Card.Describe(arguments.Device))}; "
            + $"{arguments.Size.Width}x{arguments.Size.Height}; {versions}; {RuntimeInformation.FrameworkDescription}, "
            + $"{RuntimeInformation.OSDescription}; medians of {arguments.Rounds} turns of {arguments.Runs}"
    );
    Console.WriteLine();
    MarkdownTable.Write(Console.Out, results, arguments);
    return results.Count == arguments.Cases.Count ? 0 : 1;
}
catch (NoGpuException e)
{
    Console.Error.WriteLine(e.Message);
    return 3;
}
catch (ContenderException e)
{
    Console.Error.WriteLine(e.Message);
    return e.ExitCode == 0 ? 1 : e.ExitCode;
}
catch (InvalidOperationException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
