// Measures what the library promises about speed; BenchmarkArguments has the options. Without any, all cases run, which takes an hour or
// more.
using Ass.MLNet.Benchmarks;
using Ass.MLNet.Torch;

IBenchmarkCase[] cases =
[
    new StepCase(),
    new PartsCase(),
    new ProfileCase(),
    new ScoreCase(),
    new FolderCase(),
    new LoaderCase(),
    new LabelDecodingCase(),
    new PairPreparationCase(),
];

BenchmarkArguments arguments;
try
{
    arguments = BenchmarkArguments.Parse(args);
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(
        $"{e.Message}\n{BenchmarkArguments.Help}\nCases:\n{string.Join('\n', cases.Select(c => $"  {c.Name, -14} {c.Summary}"))}"
    );
    return 2;
}

var chosen = cases.Where(c => arguments.Case is null || c.Name == arguments.Case).ToArray();
if (chosen.Length == 0)
{
    Console.Error.WriteLine($"There is no case '{arguments.Case}'. Cases: {string.Join(", ", cases.Select(c => c.Name))}.");
    return 2;
}

NativeWarnings.Hide();
using var report = new Report(arguments.Output);
if (arguments.Child is null)
{
    report.WriteLine("# Speed of Ass.MLNet\n");
    report.WriteLine(MachineFacts.Describe());
}

foreach (var benchmark in chosen)
{
    if (arguments.Child is null)
    {
        report.WriteLine($"\n## {benchmark.Name}\n\n{benchmark.Summary}.");
    }

    benchmark.Run(new BenchmarkSession(arguments, report) { Case = benchmark.Name });
}

return 0;
