using System.Diagnostics;
using System.Runtime.InteropServices;
using Ass.MLNet.Benchmarks;
using static Ass.MLNet.Benchmarks.FigureNames;

namespace Ass.MLNet.GpuBenchmark;

/// <summary>What the cases came to so far: shown at the end, and, where a folder is given, in files after each case.</summary>
internal sealed class Results
{
    private const string ProgramName = "Ass.MLNet.GpuBenchmark";

    private readonly Arguments _arguments;
    private readonly List<CaseResult> _results = [];
    private readonly Stopwatch _time = Stopwatch.StartNew();
    private readonly string? _path;
    private RunRecord? _record;
    private string _versions = "";

    public Results(Arguments arguments)
    {
        _arguments = arguments;
        if (arguments.Record is { } folder)
        {
            Directory.CreateDirectory(folder);
            _path = RecordFile.NewPath(folder, Start(), "-gpu");
        }
    }

    public int Count => _results.Count;

    /// <summary>Whether the time is up.</summary>
    public bool IsLate => _time.Elapsed.TotalSeconds > _arguments.Budget;

    public void Add((CaseResult Result, string Versions) measured)
    {
        (var result, _versions) = measured;
        _results.Add(result);
        _record ??= new RunRecord(Start(), _path is null ? null : _path + ".json");
        Record("ours", result, result.Ours);
        if (result.Peer.Count > 0)
        {
            Record("PyTorch", result, result.Peer);
        }

        if (_path is not null)
        {
            using var file = new StreamWriter(_path + ".md");
            Write(file);
        }
    }

    public void Write(TextWriter output)
    {
        output.WriteLine(
            $"Ass.MLNet {Start().Title}; {Device}; {_versions}; {RuntimeInformation.FrameworkDescription}, "
                + $"{RuntimeInformation.OSDescription}; medians of at most {_arguments.Rounds} turns of {_arguments.Runs}"
        );
        output.WriteLine();
        MarkdownTable.Write(output, _results, _arguments);
        if (IsLate)
        {
            output.WriteLine($"\nThe time was up: {_results.Count} of {_arguments.Cases.Count} cases have been measured.");
        }
    }

    private string Device => _arguments.OnCpu ? "CPU and tiny images, to show that the command works" : Card.Describe(_arguments.Device);

    private BenchmarkRecord Start() =>
        new(
            ProgramName,
            DateTime.UtcNow,
            LibraryBuild.Version,
            LibraryBuild.Commit,
            new Dictionary<string, string>
            {
                ["device"] = Device,
                ["versions"] = _versions,
                ["runtime"] = RuntimeInformation.FrameworkDescription,
                ["system"] = RuntimeInformation.OSDescription,
            },
            []
        );

    private void Record(string name, CaseResult result, IReadOnlyList<Answer> rounds)
    {
        var (median, low, high) = result.Peer.Count > 0 && name == "ours" ? result.Ratio() : (double.NaN, double.NaN, double.NaN);
        var operators = name == "ours" ? result.Operators : null;
        _record!.Add(
            result.Case.Work,
            result.Case.Name,
            name,
            (MedianMilliseconds, result.MillisecondsPerRun(rounds, _arguments.Runs)),
            (TimeRatio, median),
            (TimeRatioLow, low),
            (TimeRatioHigh, high),
            (ImagesPerSecond, result.ImagesPerSecond(rounds, _arguments.Runs)),
            (PeakMegabytes, rounds[^1].Memory / 1e6 ?? double.NaN),
            (Calls, operators?.All ?? double.NaN),
            (Kernels, operators?.Kernels ?? double.NaN)
        );
    }
}
