using System.Buffers.Text;
using System.Text;

namespace Ass.MLNet.RunLog;

/// <summary>Learning curves as a CSV table with one row per report, readable during training.</summary>
/// <remarks>
/// A resumed run keeps the rows up to the step that it resumes from; later steps are trained and reported again. An unterminated last line,
/// left by a killed process, is dropped. A table with different columns is kept as <c>results-old-1.csv</c>, <c>-2</c>, ….
/// </remarks>
internal sealed class ResultsCsv : IDisposable
{
    private readonly string _path;
    private readonly int _resumeStep;
    private readonly ResultsColumns _columns;
    private readonly LogFile _file;

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

    public void Report(AssTrainingProgress progress) => _file.Append(Encoding.UTF8.GetBytes(_columns.Line(progress)));

    public void Dispose() => _file.Dispose();

    private byte[] Begin()
    {
        byte[] header = Encoding.UTF8.GetBytes(_columns.HeaderLine());
        byte[] old = _resumeStep > 0 && File.Exists(_path) ? File.ReadAllBytes(_path) : [];
        if (old.AsSpan().StartsWith(header))
        {
            return old[..KeptLength(old, header.Length)];
        }

        if (old.Length > 0)
        {
            File.Move(_path, UnusedPath());
        }

        return header;
    }

    // Steps increase from row to row, so all rows to keep come before the first one to drop.
    private int KeptLength(byte[] table, int headerLength)
    {
        int kept = headerLength;
        while (true)
        {
            var rest = table.AsSpan(kept);
            int lineEnd = rest.IndexOf((byte)'\n');
            if (lineEnd < 0 || !Utf8Parser.TryParse(rest, out int step, out int digits) || rest[digits] != ',' || step > _resumeStep)
            {
                return kept;
            }

            kept += lineEnd + 1;
        }
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
