// Measures what the library promises about speed. dotnet run -c Release [-- --case NAME] [--rounds N]; without --case, all cases.
using Ass.MLNet.Benchmarks;

IBenchmarkCase[] cases = [new LabelDecodingCase(), new PairPreparationCase()];

string? Argument(string name) => Array.IndexOf(args, name) is >= 0 and int at && at + 1 < args.Length ? args[at + 1] : null;
string? wanted = Argument("--case");
int rounds = int.TryParse(Argument("--rounds"), out int given) && given > 0 ? given : 31;
var chosen = cases.Where(c => wanted is null || c.Name == wanted).ToArray();
if (chosen.Length == 0)
{
    Console.Error.WriteLine($"There is no case '{wanted}'. Cases: {string.Join(", ", cases.Select(c => c.Name))}.");
    return 2;
}

Console.WriteLine(MachineFacts.Describe());
foreach (var benchmark in chosen)
{
    Console.WriteLine();
    Console.WriteLine($"{benchmark.Name}: {benchmark.Summary}");
    foreach (var group in benchmark.Prepare())
    {
        Comparison.Run(group, rounds).Print(Console.Out);
    }
}

return 0;
