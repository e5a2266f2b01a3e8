namespace Ass.MLNet.Benchmarks;

/// <summary>The record of the run that goes on: each part of the report adds rows, and is in the file at once.</summary>
internal sealed class RunRecord(BenchmarkRecord start, string? path)
{
    private readonly List<RecordedRow> _rows = [];

    /// <summary>As far as it has come.</summary>
    public BenchmarkRecord Record => start with { Rows = _rows };

    /// <summary>Adds what was measured. Figures that are no numbers are left out.</summary>
    public void Add(string @case, string group, string name, params (string Name, double Value)[] figures)
    {
        _rows.Add(
            new RecordedRow(
                @case,
                group,
                name,
                figures.Where(f => double.IsFinite(f.Value)).ToDictionary(f => f.Name, f => Math.Round(f.Value, 4))
            )
        );
        if (path is not null)
        {
            RecordFile.Write(path, Record);
        }
    }
}
