using System.Diagnostics;
using System.Globalization;
using Ass.MLNet;

namespace QuickStart;

/// <summary>Shows training's progress: one line that is rewritten on a terminal, a line every ten seconds elsewhere.</summary>
internal sealed class ProgressLine(string name) : IDisposable
{
    private readonly bool rewrite = !Console.IsOutputRedirected;
    private readonly Stopwatch sinceLine = new();

    public void Show(AssTrainingProgress progress)
    {
        string losses = string.Join("  ", progress.Losses.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Key} {l.Value:0.00}")));
        string line = $"{name}: step {progress.Step}/{progress.Iterations}, {progress.Remaining:m\\:ss} left  {losses}";
        if (rewrite)
        {
            int room = Math.Max(20, Console.BufferWidth - 1);
            Console.Write("\r" + line[..Math.Min(line.Length, room)].PadRight(room));
        }
        else if (!sinceLine.IsRunning || sinceLine.Elapsed.TotalSeconds >= 10 || progress.Step == progress.Iterations)
        {
            sinceLine.Restart();
            Console.WriteLine(line);
        }
    }

    public void Dispose()
    {
        if (rewrite)
            Console.WriteLine();
    }
}
