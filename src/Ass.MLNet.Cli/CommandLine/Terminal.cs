using System.Reflection;
using Spectre.Console;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>Writes messages to standard output and errors to standard error.</summary>
internal static class Terminal
{
    /// <summary>Whether a bar can be redrawn in place: on a terminal without redirection.</summary>
    public static bool IsInteractive =>
        !Console.IsOutputRedirected && AnsiConsole.Profile is { Capabilities.Interactive: true, Capabilities.Ansi: true };

    /// <summary>Prints how sets were assembled.</summary>
    public static void Notes(params IEnumerable<SegmentationDataset> sets)
    {
        foreach (string note in sets.SelectMany(set => set.Notes))
        {
            Line(note);
        }
    }

    public static void Line(string text)
    {
        // Spectre keeps a line above a live bar, but wraps at 80 columns where there is no terminal.
        if (IsInteractive)
        {
            AnsiConsole.WriteLine(text);
        }
        else
        {
            Console.WriteLine(text);
        }
    }

    public static void Error(string text) => Console.Error.WriteLine(text);

    /// <summary>Writes a warning: above a live bar, otherwise to standard error, so that redirected output stays clean.</summary>
    public static void Warning(string text)
    {
        if (IsInteractive)
        {
            Line("Warning: " + text);
        }
        else
        {
            Error("Warning: " + text);
        }
    }

    /// <summary>Formats an error for the user, on one line.</summary>
    public static string OneLine(Exception error) => "Error: " + Reason(error);

    /// <summary>The full message of an error on one line, since the outermost text alone may just say "see inner exception".</summary>
    public static string Reason(Exception error)
    {
        var messages = new List<string>();
        for (Exception? e = error; e is not null; e = e.InnerException)
        {
            if (e is TargetInvocationException)
            {
                continue;
            }
            string message = Message(e);
            if (!messages.Any(m => m.Contains(message, StringComparison.Ordinal)))
            {
                messages.Add(message);
            }
        }

        return string.Join(" <- ", messages);
    }

    /// <summary>An error's own message on one line and in command-line terms, without the parameter name, which means nothing to the
    /// user.</summary>
    public static string Message(Exception error)
    {
        string message = error.Message.ReplaceLineEndings(" ").Trim();
        return ToolTerms.Translate(
            error is ArgumentException { ParamName: { } parameter } ? message.Replace($" (Parameter '{parameter}')", "") : message
        );
    }
}
