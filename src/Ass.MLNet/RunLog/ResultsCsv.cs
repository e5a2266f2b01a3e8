using System.Globalization;
using System.Text;
using Ass.MLNet.Files;

namespace Ass.MLNet.RunLog;

/// <summary>Learning curves as a CSV table with one row per report, readable during training.</summary>
/// <remarks>
/// A resumed run keeps the rows up to the step that it resumes from; later steps are trained and reported again. If its columns are others,
/// the rows are taken over by the columns' names: new columns are empty there, and columns that are no longer written stay at the end if
/// they have numbers. An unterminated last line, left by a killed process, is dropped. A file that is no such table is kept as
/// <c>results-old-1.csv</c>, <c>-2</c>, ….
/// </remarks>
internal sealed class ResultsCsv : IDisposable
{
    private const string Step = "step";

    private readonly string _path;
    private readonly int _resumeStep;
    private readonly ResultsColumns _columns;
    private readonly LogFile _file;

    /// <summary>Columns of the rows before that are no longer written.</summary>
    private IReadOnlyList<string> _former = [];

    /// <summary>The step that this run resumes from, reported once more; null if it is not.</summary>
    private string[]? _again;

    private bool _validatesAgain;

    /// <summary>Creates the table, or truncates the existing one to <paramref name="resumeStep"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="resumeStep">Steps done so far; 0 in a fresh run, which discards an older table.</param>
    /// <param name="columns">The columns of the rows.</param>
    /// <param name="warn">Receives a warning if the file cannot be written.</param>
    /// <param name="open">Opens files for writing; see <see cref="LogFile"/>.</param>
    public ResultsCsv(string path, int resumeStep, ResultsColumns columns, Action<string> warn, Func<string, FileStream>? open = null)
    {
        (_path, _resumeStep, _columns) = (path, resumeStep, columns);
        _file = new LogFile(path, Begin, warn, open);
    }

    /// <summary>Adds a report's row. One of the step that the run resumes from completes that step's row, where there is one.</summary>
    public void Report(AssTrainingProgress progress)
    {
        string[] cells = _columns.Cells(progress);
        if (_resumeStep > 0 && progress.Step == _resumeStep)
        {
            (_again, _validatesAgain) = (cells, progress.Validation is not null);
            _file.BeginAgain();
            return;
        }
        _file.Append(() => Encoding.UTF8.GetBytes(Csv.Line([.. cells, .. _former.Select(_ => "")])));
    }

    public void Dispose() => _file.Dispose();

    private byte[] Begin()
    {
        string[] own = _columns.Header();
        var (header, rows) = Earlier();

        // Those without a number tell nothing.
        int[] former = [.. Enumerable.Range(0, header.Count).Where(at => !own.Contains(header[at]) && rows.Any(row => row[at].Length > 0))];
        _former = [.. former.Select(at => header[at])];
        string[] names = [.. own, .. _former];
        int[] sources = [.. own.Select(name => IndexOf(header, name)), .. former];
        var kept = rows.Select(row => Array.ConvertAll(sources, at => at < 0 ? "" : row[at])).ToList();
        if (_again is not null)
        {
            string[] before = kept.Count > 0 && kept[^1][0] == _again[0] ? kept[^1] : [.. sources.Select(_ => "")];
            kept.RemoveAll(row => row[0] == _again[0]);
            kept.Add([.. names.Select((name, at) => Merged(name, at < own.Length ? _again[at] : "", before[at]))]);
        }
        return Encoding.UTF8.GetBytes(string.Concat([Csv.Line(names), .. kept.Select(Csv.Line)]));

        // Another validation has replaced all of the one before, also where it knows nothing of a class.
        string Merged(string name, string now, string before) =>
            now.Length > 0 || (_validatesAgain && ResultsColumns.IsOfValidation(name)) ? now : before;
    }

    /// <summary>What the resumed run keeps of the existing table: its header, and the rows up to the step that it resumes from.</summary>
    private (IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows) Earlier()
    {
        if (_resumeStep == 0 || new FileInfo(_path) is not { Exists: true, Length: > 0 })
        {
            return ([], []);
        }
        IReadOnlyList<string> header = [];
        var rows = new List<IReadOnlyList<string>>();
        try
        {
            foreach (var (_, cells) in CsvTable.Lines(File.ReadAllText(_path), _path))
            {
                if (header.Count == 0)
                {
                    header = cells;
                    if (header[0] != Step)
                    {
                        break;
                    }
                }
                else if (cells.Count != header.Count || StepOf(cells) is not { } step || step > _resumeStep)
                {
                    // Steps increase from row to row, so all rows to keep come before the first one to drop.
                    break;
                }
                else
                {
                    rows.Add(cells);
                }
            }
        }
        catch (InvalidDataException)
        {
            // The lines before a torn one are whole.
        }
        if (header is [Step, ..])
        {
            return (header, rows);
        }
        File.Move(_path, UnusedPath());
        return ([], []);
    }

    private static int? StepOf(IReadOnlyList<string> cells) =>
        int.TryParse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out int step) ? step : null;

    private static int IndexOf(IReadOnlyList<string> header, string name)
    {
        for (int at = 0; at < header.Count; at++)
        {
            if (header[at] == name)
            {
                return at;
            }
        }
        return -1;
    }

    private string UnusedPath()
    {
        string stem = Path.Combine(Path.GetDirectoryName(_path) ?? "", Path.GetFileNameWithoutExtension(_path));
        for (int n = 1; ; n++)
        {
            string path = FormattableString.Invariant($"{stem}-old-{n}{Path.GetExtension(_path)}");
            if (!File.Exists(path))
            {
                return path;
            }
        }
    }
}
