using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Research.Cells;
using Ass.MLNet.Cli.Runs;
using Ass.MLNet.Cli.Train;
using Microsoft.ML;

namespace Ass.MLNet.Cli.Research.Paper;

/// <summary>Trains the unfinished cells of a grid one by one and keeps its table up to date.</summary>
/// <param name="grid">The grid, checked: existing cells were started with the same settings or will be trained again.</param>
/// <param name="createContext">Creates a context from a seed.</param>
/// <param name="cancellation">Stops after a step, which is saved.</param>
internal sealed class GridRun(Grid grid, Func<int, MLContext> createContext, CancellationToken cancellation)
{
    private readonly GridResults _results = new(grid);

    public void Run()
    {
        PlannedCell[] left = [.. grid.Cells.Where(c => !_results.Contains(c.Cell))];
        TellPlan(left);
        _results.Write();
        for (int i = 0; i < left.Length; i++)
        {
            var result = Train(left[i], $"Cell {grid.Cells.Count - left.Length + i + 1} of {grid.Cells.Count}, {left[i].Cell.Name}");
            _results.Add(left[i].Cell, result);
            _results.Write();
            _results.Show();
            TellTime(left[(i + 1)..]);
        }

        if (left.Length == 0)
        {
            _results.Show();
        }
        Terminal.Line($"Finished: {grid.Cells.Count} of {grid.Cells.Count} cells. The table is '{_results.TablePath}'.");
    }

    private CellResult Train(PlannedCell planned, string title)
    {
        var (cell, folder, options, settings) = planned;
        var ml = createContext(cell.Seed);
        options.CancellationToken = cancellation;
        using var claim = RunClaim.Take(folder.Run.Path);
        if (CellResult.Find(folder, settings) is { } finished)
        {
            // Another process has, since the cells were counted.
            return finished;
        }
        using var session = folder.Open(settings);
        settings["started"] = DateTimeOffset.Now;
        var training = new TrainingRun(session, ml, options, RunSettings.ToJson(settings), grid.Validation);
        try
        {
            var data = grid.Load(ml, cell);
            using var model = training.Fit($"{title}: training for {options.Iterations} steps.", data);
            var last = training.Finish(folder.Run, model, data.Schema)!;
            var validations = Validations.Read(folder.Run.At(RunFiles.Results), last.ClassNames);
            var result = CellResult.Of(grid.Setting.Reports, options.Iterations, last.PerClassIoU, validations, training.Last?.Elapsed);
            folder.Finish(result);
            return result;
        }
        catch (OperationCanceledException e) when (cancellation.IsCancellationRequested)
        {
            throw new CommandCanceledException(
                $"Cancelled in cell {cell.Name}; its steps so far are saved, and {_results.Count} of {grid.Cells.Count} cells "
                    + "are finished. The same command goes on from there.",
                e
            );
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Cell {cell.Name} failed; the same command goes on with it.", e);
        }
    }

    private void TellPlan(PlannedCell[] left)
    {
        Terminal.Line($"{grid.Setting.Title}: {grid.Facts}");
        Terminal.Line(grid.Description);
        foreach (var row in grid.Cells.GroupBy(c => c.Cell.Row))
        {
            int finished = row.Count(c => _results.Contains(c.Cell));
            Terminal.Line(
                $"  {row.Key}, labelled {string.Join(", ", row.Select(c => c.Cell.Labeled).Distinct())}: {finished} of "
                    + $"{row.Count()} cells finished"
            );
        }

        Terminal.Line($"To train: {left.Length} of {grid.Cells.Count} cells, {left.Sum(c => (long)c.Options.Iterations):N0} steps.");
        TellTime(left);
    }

    private void TellTime(PlannedCell[] left)
    {
        if (left.Length == 0)
        {
            return;
        }
        Terminal.Line(
            _results.TimeFor(left.Select(c => c.Cell)) is { } time
                ? $"Cells left: {left.Length}, roughly {ProgressDisplay.Time(time)}."
                : "The time is known after the first cell."
        );
    }
}
