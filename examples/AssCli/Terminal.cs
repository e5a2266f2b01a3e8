using Spectre.Console;

namespace AssCli;

/// <summary>Lines for people on standard output, errors on standard error.</summary>
internal static class Terminal
{
    /// <summary>Whether a bar can be redrawn in place: a terminal that nobody redirected.</summary>
    public static bool IsInteractive => !Console.IsOutputRedirected && AnsiConsole.Profile is { Capabilities.Interactive: true, Capabilities.Ansi: true };

    public static void Line(string text)
    {
        // Spectre keeps a line above a live bar, but wraps at 80 columns where there is no terminal.
        if (IsInteractive)
            AnsiConsole.WriteLine(text);
        else
            Console.WriteLine(text);
    }

    public static void Error(string text) => Console.Error.WriteLine(text);

    /// <summary>The whole message of an error on one line; the outermost text alone can be as empty as "see inner exception".</summary>
    public static string OneLine(Exception error)
    {
        var messages = new List<string>();
        for (Exception? e = error; e is not null; e = e.InnerException)
        {
            string message = e.Message.ReplaceLineEndings(" ").Trim();
            if (!messages.Any(m => m.Contains(message, StringComparison.Ordinal)))
                messages.Add(message);
        }

        return "Error: " + string.Join(" <- ", messages);
    }
}
