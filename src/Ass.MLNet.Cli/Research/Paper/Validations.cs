using Ass.MLNet.Reporting;

namespace Ass.MLNet.Cli.Research.Paper;

/// <summary>The validations of a run as its <c>results.csv</c> has them: they outlast a killed process.</summary>
internal static class Validations
{
    /// <param name="path">The file; it is missing where the disk was full throughout.</param>
    /// <param name="classNames">The classes, by train id.</param>
    /// <returns>The IoU of every class, NaN where there is none, by step.</returns>
    public static IReadOnlyList<(int Step, IReadOnlyList<double> IoU)> Read(string path, IReadOnlyList<string> classNames)
    {
        if (!File.Exists(path))
        {
            return [];
        }
        var curves = LearningCurves.Read(path).ToDictionary(c => c.Name, c => c.Points.ToDictionary(p => (int)p.Step, p => p.Value));
        return curves.TryGetValue("mIoU", out var means) ? [.. means.Keys.Select(step => (step, IoU(step)))] : [];

        IReadOnlyList<double> IoU(int step) =>
            [
                .. classNames.Select(name =>
                    curves.TryGetValue("IoU " + name, out var points) ? points.GetValueOrDefault(step, double.NaN) : double.NaN
                ),
            ];
    }
}
