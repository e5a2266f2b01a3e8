using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Research.Cells;
using Ass.MLNet.Files;

namespace Ass.MLNet.Cli.Research.Paper;

/// <summary>The results of a grid's finished cells, and the table made from them.</summary>
internal sealed class GridResults
{
    private readonly Grid _grid;
    private readonly Dictionary<(string Row, int Labeled, int Seed), CellResult> _results = [];

    /// <summary>Reads the existing results.</summary>
    public GridResults(Grid grid)
    {
        _grid = grid;
        foreach (var (cell, folder, _, settings) in grid.Cells)
        {
            if (CellResult.Find(folder, settings) is { } result)
            {
                Add(cell, result);
            }
        }
    }

    public int Count => _results.Count;

    public string TablePath => Path.Combine(_grid.Output, "table.md");

    private GridTable Table =>
        new(
            [.. _grid.Cells.Select(c => c.Cell.Row).Distinct()],
            [.. _grid.Cells.Select(c => c.Cell.Labeled).Where(n => n > 0).Distinct()],
            [.. _grid.Cells.Select(c => c.Cell.Seed).Distinct()],
            _results
        );

    public bool Contains(GridCell cell) => _results.ContainsKey((cell.Row, cell.Labeled, cell.Seed));

    public void Add(GridCell cell, CellResult result) => _results[(cell.Row, cell.Labeled, cell.Seed)] = result;

    /// <summary>Writes <c>table.md</c> and <c>results.csv</c>.</summary>
    public void Write()
    {
        var table = Table;
        AtomicFile.Write(TablePath, file => File.WriteAllLines(file, GridMarkdown.Page(table, _grid.Setting, _grid.Description)));
        AtomicFile.Write(Path.Combine(_grid.Output, "results.csv"), file => File.WriteAllLines(file, GridCsv.Lines(table, _grid.Setting)));
    }

    /// <summary>Prints the figures that are comparable with the published ones.</summary>
    public void Show()
    {
        foreach (string line in GridMarkdown.Figures(Table, _grid.Setting, _grid.Setting.Reports[0]))
        {
            Terminal.Line(line);
        }
    }

    /// <summary>Estimates the time that cells take from the finished ones of their rows, or of all rows if theirs has none; null if none
    /// has a time.</summary>
    public TimeSpan? TimeFor(IEnumerable<GridCell> cells)
    {
        var known = _results.Where(r => r.Value.Seconds is not null).ToLookup(r => r.Key.Row, r => r.Value.Seconds!.Value);
        if (known.Count == 0)
        {
            return null;
        }
        double mean = known.SelectMany(row => row).Average();
        return TimeSpan.FromSeconds(cells.Sum(c => known[c.Row].DefaultIfEmpty(mean).Average()));
    }
}
