using System.Globalization;
using Ass.MLNet;

namespace AssCli;

/// <summary>Learning curves: a row for each progress report, readable while training goes on.</summary>
internal sealed class ResultsCsv(string path) : IDisposable
{
    private readonly StreamWriter _writer = new(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
    private string[]? _losses;
    private string[] _accuracies = [];

    public void Add(AssTrainingProgress progress)
    {
        if (_losses is null)
        {
            _losses = [.. progress.Losses.Keys];
            _accuracies = [.. progress.DiscriminatorAccuracies.Keys];
            WriteRow(["step", .. _losses.Select(n => n + " loss"), .. _accuracies.Select(n => n + " discriminator accuracy"), "learning rate", "images/s"]);
        }

        WriteRow([
            progress.Step.ToString(CultureInfo.InvariantCulture),
            .. _losses.Select(n => Number(progress.Losses, n)),
            .. _accuracies.Select(n => Number(progress.DiscriminatorAccuracies, n)),
            Csv.Number(progress.LearningRate),
            Csv.Number(progress.ImagesPerSecond),
        ]);
    }

    public void Dispose() => _writer.Dispose();

    private void WriteRow(IEnumerable<string> fields) => _writer.WriteLine(Csv.Row(fields));

    private static string Number(IReadOnlyDictionary<string, double> values, string name) =>
        values.TryGetValue(name, out double value) ? Csv.Number(value) : "";
}
