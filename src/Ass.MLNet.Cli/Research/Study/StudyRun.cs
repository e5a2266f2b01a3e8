using Ass.MLNet.Cli.CommandLine;
using Microsoft.ML;

namespace Ass.MLNet.Cli.Research.Study;

/// <summary>Trains the unfinished cells of a study one by one, alongside other processes that do the same, and keeps its tables up to
/// date.</summary>
/// <param name="cells">The cells to train, checked: existing ones were started with the same settings or will be trained again.</param>
/// <param name="tables">The study's tables.</param>
/// <param name="createContext">Creates a context from a seed.</param>
/// <param name="keepModels">Whether finished cells keep their models.</param>
/// <param name="cancellation">Stops after a step, which is saved.</param>
internal sealed class StudyRun(
    IReadOnlyList<PlannedStudyCell> cells,
    StudyTables tables,
    Func<int, MLContext> createContext,
    bool keepModels,
    CancellationToken cancellation
)
{
    private readonly DateTimeOffset _started = DateTimeOffset.Now;

    /// <returns>Whether no cell has failed.</returns>
    public bool Run()
    {
        while (Next() is var (cell, claim))
        {
            using (claim)
            {
                Train(cell);
            }
            tables.Write();
            StudyProgress.TellTime(cells);
        }

        var failed = cells.Select(cell => (Cell: cell, cell.Failure)).Where(of => of.Failure is not null).ToArray();
        foreach (var (cell, failure) in failed)
        {
            Terminal.Error($"Error: cell {cell.Cell.Name} failed: {failure!.Reason}");
        }
        int finished = cells.Count(c => c.Result is not null),
            others = cells.Count - finished - failed.Length;
        Terminal.Line(
            $"Finished: {finished} of {cells.Count} cells{(others > 0 ? $"; {others} left to other processes" : "")}. The tables "
                + $"are '{tables.Path}'."
        );
        return failed.Length == 0;
    }

    /// <summary>Claims the next unfinished cell that no other process is training. A failed cell is not retried until the study is started
    /// again.</summary>
    private (PlannedStudyCell Cell, IDisposable Claim)? Next()
    {
        foreach (var cell in cells)
        {
            if (!IsOpen(cell) || cell.TryClaim() is not { } claim)
            {
                continue;
            }

            // Another process may have finished it in the meantime.
            if (IsOpen(cell))
            {
                return (cell, claim);
            }
            claim.Dispose();
        }

        return null;

        bool IsOpen(PlannedStudyCell cell) => cell.Result is null && !(cell.Failure?.When >= _started);
    }

    private void Train(PlannedStudyCell cell)
    {
        int place = cells.Count(c => c.Result is not null) + 1;
        try
        {
            CellTraining.Run(
                cell,
                createContext(cell.Cell.Seed),
                $"Cell {place} of {cells.Count}, {cell.Cell.Name}",
                keepModels,
                cancellation
            );
        }
        catch (OperationCanceledException e) when (cancellation.IsCancellationRequested)
        {
            throw new CommandCanceledException(
                $"Cancelled in cell {cell.Cell.Name}; its steps so far are saved, and {place - 1} of {cells.Count} cells are "
                    + "finished. The same command goes on from there.",
                e
            );
        }
        catch (Exception e)
        {
            cell.Fail(e);
            string rest = cancellation.IsCancellationRequested ? "" : ", and the others go on";
            Terminal.Error($"Error: cell {cell.Cell.Name} failed{rest}: {Terminal.Reason(e)}");
        }
    }
}
