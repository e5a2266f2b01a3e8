// Training steps and scoring on a GPU, against PyTorch on the same one; see docs/gpu.md. Exit codes: 0 measured, 1 failed in part or out of
// time, 2 usage, 3 no GPU.
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

    var results = new Results(arguments);
    foreach (var chosen in arguments.Cases.TakeWhile(_ => !results.IsLate))
    {
        try
        {
            results.Add(Comparison.Run(arguments, chosen, () => results.IsLate));
        }
        catch (ContenderException e) when (e.WasReady)
        {
            Console.Error.WriteLine($"{chosen.Name}: failed. {e.Message}");
        }
    }

    results.Write(Console.Out);
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
