// Measures what the library promises about speed; BenchmarkArguments has the options. Without any, all cases run, which takes an hour or
// more.
using Ass.MLNet.Benchmarks;
using Ass.MLNet.Torch;

const string ProgramName = "Ass.MLNet.Benchmarks";
IBenchmarkCase[] cases =
[
    new StepCase(),
    new PartsCase(),
    new ProfileCase(),
    new MemoryFormatCase(),
    new ThroughputCase(),
    new ScoreCase(),
    new FolderCase(),
    new OnnxCase(),
    new DistributedCase(),
    new LoaderCase(),
    new LabelDecodingCase(),
    new PairPreparationCase(),
];

BenchmarkArguments arguments;
BenchmarkRecord? before;
try
{
    arguments = BenchmarkArguments.Parse(args);
    if (arguments.Cases.FirstOrDefault(c => cases.All(known => known.Name != c.Name)).Name is { } unknown)
    {
        throw new ArgumentException($"There is no case '{unknown}'.");
    }

    before =
        arguments.Compare is { } file ? RecordFile.Read(file)
        : arguments.Record is { } folder ? RecordFile.Newest(folder, ProgramName)
        : null;
}
catch (Exception e) when (e is ArgumentException or InvalidDataException)
{
    Console.Error.WriteLine(
        $"{e.Message}\n{BenchmarkArguments.Help}\nCases:\n{string.Join('\n', cases.Select(c => $"  {c.Name, -14} {c.Summary}"))}"
    );
    return 2;
}

NativeWarnings.Hide();
var start = new BenchmarkRecord(ProgramName, DateTime.UtcNow, LibraryBuild.Version, LibraryBuild.Commit, MachineFacts.All, []);
if (arguments.Record is not null)
{
    Directory.CreateDirectory(arguments.Record);
}

string? recordPath = arguments.Record is null ? null : RecordFile.NewPath(arguments.Record, start);
var record = new RunRecord(start, recordPath is null ? null : recordPath + ".json");
using var report = new Report(new[] { arguments.Output, recordPath is null ? null : recordPath + ".md" }.OfType<string>());
if (arguments.Child is null)
{
    report.WriteLine($"# Speed of Ass.MLNet {start.Title}\n");
    report.WriteLine(MachineFacts.Describe());
}

foreach (var benchmark in cases.Where(c => arguments.Wants(c.Name)))
{
    if (arguments.Child is null)
    {
        report.WriteLine($"\n## {benchmark.Name}\n\n{benchmark.Summary}.");
    }

    benchmark.Run(new BenchmarkSession(arguments, report, record) { Case = benchmark.Name });
}

if (before is not null)
{
    report.WriteLine("\n## Changes\n");
    foreach (string line in RecordComparison.Lines(before, record.Record))
    {
        report.WriteLine(line);
    }
}

return 0;
