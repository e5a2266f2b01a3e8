using System.Diagnostics;
using Spectre.Console;

namespace StreetScenes;

/// <summary>Shows how far rendering has come: a bar on a terminal, a line every few seconds where the output goes to a file.</summary>
/// <param name="total">Scenes to render.</param>
internal sealed class RenderProgress(int total) : IProgress<int>
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _lastLine;
    private ProgressTask? _bar;

    /// <summary>Scenes rendered so far.</summary>
    public int Done { get; private set; }

    /// <summary>Since the beginning.</summary>
    public double Seconds => _clock.Elapsed.TotalSeconds;

    /// <summary>Does the work, which reports to this object.</summary>
    public void Run(Action work)
    {
        if (total == 0 || Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive)
        {
            work();
            return;
        }

        AnsiConsole
            .Progress()
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                _bar = context.AddTask("Rendering", maxValue: total);
                work();
            });
    }

    /// <summary>Is told by several threads, in any order.</summary>
    public void Report(int value)
    {
        lock (_lock)
        {
            if (value <= Done)
            {
                return;
            }

            Done = value;
            if (_bar is { } bar)
            {
                bar.Value = value;
            }
            else if (_clock.Elapsed - _lastLine > LineInterval)
            {
                _lastLine = _clock.Elapsed;
                Console.WriteLine($"{value}/{total}  {_clock.Elapsed / value * (total - value):h\\:mm\\:ss} left");
            }
        }
    }
}
