using System.Globalization;
using Ass.MLNet.Benchmarks;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Records of benchmarks: what is written is read again, and what changed is said.</summary>
public sealed class BenchmarkRecordTests : IDisposable
{
    private const string Program = "a benchmark";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_recorded_is_in_the_file_at_once()
    {
        string path = _folder.At("record.json");
        var record = new RunRecord(Start("2026-01-02", "0.2.0"), path);
        record.Add("step", "×", "ours", (FigureNames.MedianMilliseconds, 12.34567), (FigureNames.TimeRatio, double.NaN));
        var read = RecordFile.Read(path);
        Assert.Equal(("0.2.0 (012345678) of 2026-01-02", Program), (read.Title, read.Program));
        Assert.Equal(record.Record.Machine, read.Machine);
        var row = Assert.Single(read.Rows);
        Assert.Equal(("step: ×: ours", 12.3457), (row.Key, Assert.Single(row.Figures).Value));
    }

    [Fact]
    public void The_newest_record_of_the_program_is_found_and_names_are_never_taken_twice()
    {
        Assert.Null(RecordFile.Newest(_folder.At("no folder"), Program));
        foreach (var (date, version) in new[] { ("2026-03-01", "0.9.0"), ("2026-03-04", "0.1.0"), ("2026-03-04", "0.1.0") })
        {
            var record = Start(date, version);
            RecordFile.Write(RecordFile.NewPath(_folder.Root, record) + ".json", record);
        }

        RecordFile.Write(_folder.At("other.json"), Start("2026-12-31", "9.9.9") with { Program = "another" });
        Assert.Equal(
            ["2026-03-01-0.9.0.json", "2026-03-04-0.1.0-2.json", "2026-03-04-0.1.0.json", "other.json"],
            Directory.GetFiles(_folder.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        Assert.Equal("0.1.0", RecordFile.Newest(_folder.Root, Program)!.Version);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    public void A_file_that_is_no_record_is_refused_by_name(string content)
    {
        string path = _folder.At("file.json");
        File.WriteAllText(path, content);
        Assert.Contains($"'{path}' is no record", Assert.Throws<InvalidDataException>(() => RecordFile.Read(path)).Message);
        Assert.Contains("cannot be read", Assert.Throws<InvalidDataException>(() => RecordFile.Read(path + ".not")).Message);
    }

    [Fact]
    public void Changes_are_shown_row_by_row()
    {
        var (before, now) = (Record("0.1.0", ("a", 2000, 18000), ("gone", 1, 1)), Record("0.2.0", ("a", 1500, 9000), ("new", 1, 1)));
        string[] lines = [.. RecordComparison.Lines(before, now)];
        Assert.Contains("| step: group: a | median ms | 2000 | 1500 | −25 % |", lines);
        Assert.Contains("| step: group: a | calls | 18000 | 9000 | −50 % |", lines);
        Assert.Equal("1 rows are in both, 1 are new, 1 of the earlier ones were not measured.", lines[^1]);
        Assert.DoesNotContain(lines, line => line.Contains("WARNING", StringComparison.Ordinal));
    }

    [Fact]
    public void Another_machine_is_warned_of()
    {
        var before = Record("0.1.0", ("a", 2, 2));
        var now = before with
        {
            Machine = new Dictionary<string, string> { ["processor"] = "another", ["cores"] = "2" },
        };
        string warning = Assert.Single(RecordComparison.Lines(before, now), line => line.StartsWith("WARNING", StringComparison.Ordinal));
        Assert.Contains("(processor: one → another)", warning);
    }

    private static BenchmarkRecord Record(string version, params (string Name, double Milliseconds, double Calls)[] rows)
    {
        var record = new RunRecord(Start("2026-01-01", version), null);
        foreach (var (name, milliseconds, calls) in rows)
        {
            record.Add("step", "group", name, (FigureNames.MedianMilliseconds, milliseconds), (FigureNames.Calls, calls));
        }

        return record.Record;
    }

    private static BenchmarkRecord Start(string date, string version) =>
        new(
            Program,
            DateTime.Parse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
            version,
            "0123456789abcdef",
            new Dictionary<string, string> { ["processor"] = "one", ["cores"] = "2" },
            []
        );
}
