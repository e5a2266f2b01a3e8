using System.Text.Json.Nodes;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Research.Cells;
using Ass.MLNet.Cli.Runs;
using Ass.MLNet.Cli.Train;

namespace Ass.MLNet.Cli.Research.Study;

/// <summary>A cell with its folder and everything needed to start it.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Path">Its folder.</param>
/// <param name="Data">The training and evaluation data.</param>
/// <param name="Options">Options.</param>
/// <param name="Settings">Options and data for <c>options.json</c>.</param>
internal sealed record PlannedStudyCell(StudyCell Cell, string Path, StudyData Data, AssSegmentationOptions Options, JsonObject Settings)
{
    public CellFolder Folder { get; } = new(Path);

    /// <summary>The failure of the last attempt; null if it did not fail.</summary>
    public CellFailure? Failure
    {
        get
        {
            try
            {
                return File.Exists(FailurePath) ? ResultFile.Read<CellFailure>(FailurePath) : null;
            }
            catch (FileNotFoundException)
            {
                // Another process tries it again.
                return null;
            }
        }
    }

    /// <summary>The result of a cell that was finished with these settings; null for one that was not.</summary>
    public StudyResult? Result =>
        File.Exists(Folder.ResultPath) && Folder.Differences(Settings).Count == 0 ? ResultFile.Read<StudyResult>(Folder.ResultPath) : null;

    private string FailurePath => Folder.Run.At(RunFiles.CellFailure);

    /// <summary>Takes the cell for this process, until what is returned is disposed; null where another process has it.</summary>
    public IDisposable? TryClaim() => RunClaim.TryTake(Path);

    /// <summary>Opens the cell, which this process has claimed. That it failed before is forgotten.</summary>
    public RunSession Open()
    {
        var session = Folder.Open(Settings);
        File.Delete(FailurePath);
        return session;
    }

    /// <summary>The contents of <c>options.json</c>.</summary>
    public string SettingsNow()
    {
        Settings["started"] = DateTimeOffset.Now;
        return RunSettings.ToJson(Settings);
    }

    public void Fail(Exception error) =>
        ResultFile.Write(FailurePath, new CellFailure(Terminal.Reason(error), DateTimeOffset.Now, error.ToString()));
}
