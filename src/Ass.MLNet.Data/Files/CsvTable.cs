using System.Text;

namespace Ass.MLNet.Files;

/// <summary>A table of comma-separated values according to RFC 4180, read completely.</summary>
/// <param name="Header">The cells of the first line.</param>
/// <param name="Rows">The cells of the other lines, as many per line as in the header; empty lines are skipped.</param>
internal sealed record CsvTable(IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    private const long LargestFile = 256L << 20;

    /// <summary>Reads a file that another process may be writing: an incomplete last line is skipped.</summary>
    /// <exception cref="InvalidDataException">The file is too large or has no header, or a line has a different number of cells than the
    /// header.</exception>
    public static CsvTable Read(string path)
    {
        // Another process may have the file open for writing.
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (stream.Length > LargestFile)
        {
            throw new InvalidDataException($"'{path}' has {stream.Length >> 20} MB; tables have at most {LargestFile >> 20}.");
        }

        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd(), path);
    }

    internal static CsvTable Parse(string text, string path)
    {
        var lines = Lines(text, path).ToList();
        if (lines.Count == 0)
        {
            throw new InvalidDataException($"'{path}' has no header line.");
        }

        var header = lines[0].Cells;
        foreach (var (number, cells) in lines)
        {
            if (cells.Count != header.Count)
            {
                throw new InvalidDataException(
                    $"'{path}', line {number}: {header.Count} cells are expected, as in the header, but there are {cells.Count}."
                );
            }
        }

        return new CsvTable(header, [.. lines.Skip(1).Select(line => line.Cells)]);
    }

    /// <summary>The complete lines of a table, whatever number of cells they have, each with the number of the line that it begins
    /// in.</summary>
    /// <exception cref="InvalidDataException">A quoted cell does not end; thrown after the lines before it.</exception>
    internal static IEnumerable<(int Number, IReadOnlyList<string> Cells)> Lines(string text, string path)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        bool quoted = false;
        int number = 1,
            first = 1;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            number += c == '\n' ? 1 : 0;
            if (quoted)
            {
                if (c != '"')
                {
                    cell.Append(c);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else
                {
                    quoted = false;
                }
            }
            else if (c == '"' && cell.Length == 0)
            {
                quoted = true;
            }
            else if (c is ',' or '\n')
            {
                cells.Add(c == '\n' ? cell.ToString().TrimEnd('\r') : cell.ToString());
                cell.Clear();
                if (c == '\n')
                {
                    if (cells is not [""])
                    {
                        yield return (first, cells);
                    }

                    (cells, first) = ([], number);
                }
            }
            else
            {
                cell.Append(c);
            }
        }

        if (quoted && first < number)
        {
            throw new InvalidDataException($"'{path}', line {first}: a quoted cell does not end.");
        }
    }
}
