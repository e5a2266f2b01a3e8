using System.Text;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>A page of help: titled sections, each a list of names with their descriptions in one column.</summary>
/// <param name="width">The terminal's width in columns.</param>
/// <param name="widestName">The longest name with its description on the same line; longer names have it on the next line.</param>
internal sealed class HelpPage(int width, int widestName = int.MaxValue)
{
    private const string Indent = "  ";

    // Beside very long names a description still gets this much of a narrow terminal.
    private const int NarrowestDescription = 20;

    private const int NarrowestPage = 80;
    private const int WidestPage = 100;
    private const int WidestName = 27;

    private readonly List<(string Title, IReadOnlyList<(string Name, string Description)> Rows)> _sections = [];

    /// <summary>A page for a verb's options, 80 to 100 columns wide.</summary>
    /// <param name="terminal">The columns of the terminal.</param>
    public static HelpPage OfVerb(int terminal) => new(Math.Clamp(terminal, NarrowestPage, WidestPage), WidestName);

    /// <summary>Adds a section below the others; one without rows is left out.</summary>
    public HelpPage Add(string title, params IReadOnlyList<(string Name, string Description)> rows)
    {
        if (rows.Count > 0)
        {
            _sections.Add((title, rows));
        }

        return this;
    }

    /// <summary>The sections with a blank line between them; descriptions start in the same column in all sections.</summary>
    public override string ToString()
    {
        int column = _sections
            .SelectMany(section => section.Rows)
            .Where(row => row.Description.Length > 0 && row.Name.Length <= widestName)
            .Max(row => row.Name.Length as int?)
            ?? 0;
        var text = new StringBuilder();
        foreach (var (title, rows) in _sections)
        {
            text.Append(text.Length > 0 ? "\n" : "").Append(title).Append(":\n");
            foreach (var (name, description) in rows)
            {
                string first = Indent + name.PadRight(column) + Indent;
                string below = "\n" + new string(' ', Indent.Length + column + Indent.Length);
                string beside = name.Length > widestName && description.Length > 0 ? first.TrimEnd() + below : first;
                text.Append((beside + string.Join(below, Wrap(description, width - below.Length + 1))).TrimEnd()).Append('\n');
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Math.Max(width, NarrowestDescription))
            {
                yield return line;
                line = "";
            }

            line += (line.Length > 0 ? " " : "") + word;
        }

        yield return line;
    }
}
