using System.Diagnostics;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>Reports progress.</summary>
/// <param name="done">Steps or images done.</param>
/// <param name="remaining">Time left.</param>
/// <param name="details">Further details, on one line.</param>
internal delegate void ReportProgress(int done, TimeSpan remaining, string details);

/// <summary>A progress bar on a terminal, or a line every few seconds if output is redirected.</summary>
internal static class ProgressDisplay
{
    private const int BarWidth = 20;

    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(10);

    public static T Run<T>(string title, int total, Func<ReportProgress, T> work) =>
        Terminal.IsInteractive ? RunWithBar(title, total, work) : RunWithLines(title, total, work);

    private static T RunWithBar<T>(string title, int total, Func<ReportProgress, T> work) =>
        AnsiConsole
            .Progress()
            .Columns(new ProgressBarColumn { Width = BarWidth }, new PercentageColumn(), new DetailsColumn())
            .Start(context =>
            {
                var task = context.AddTask(title, maxValue: total);
                return work(
                    (done, remaining, details) =>
                    {
                        task.Value = done;
                        task.Description = Text(done, total, remaining, details);
                    }
                );
            });

    private static T RunWithLines<T>(string title, int total, Func<ReportProgress, T> work)
    {
        Console.WriteLine(title);
        Stopwatch? sinceLine = null;
        return work(
            (done, remaining, details) =>
            {
                if (sinceLine is not null && sinceLine.Elapsed < LineInterval && done < total)
                {
                    return;
                }
                Console.WriteLine(Text(done, total, remaining, details));
                sinceLine = Stopwatch.StartNew();
            }
        );
    }

    private static string Text(int done, int total, TimeSpan remaining, string details) =>
        $"{done}/{total}  {Time(remaining)} left  {details}".TrimEnd();

    public static string Time(TimeSpan time) => time.TotalDays < 1 ? time.ToString(@"h\:mm\:ss") : time.ToString(@"d\d\ h\:mm\:ss");

    /// <summary>Text that wraps in the space next to bar and percentage; a long description in Spectre's own column would take their
    /// space.</summary>
    private sealed class DetailsColumn : ProgressColumn
    {
        private const int PercentageAndGaps = 7;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(task.Description);

        public override int? GetColumnWidth(RenderOptions options) =>
            Math.Max(10, options.ConsoleSize.Width - BarWidth - PercentageAndGaps);
    }
}
