using System.Globalization;
using Ass.MLNet.Files;

namespace Ass.MLNet.Reporting;

/// <summary>Reads the learning curves of a run.</summary>
public static class LearningCurves
{
    /// <summary>Reads a run's <c>results.csv</c>, or any table of that form: the first column is <c>step</c>, and each other column is a
    /// curve.</summary>
    /// <remarks>Cells may be empty or <c>NaN</c>. A file that is still being written can be read: an incomplete last line is
    /// skipped.</remarks>
    /// <param name="path">The file, at most 256 MB.</param>
    /// <returns>The curves in the order of the columns; columns without numbers are skipped.</returns>
    /// <exception cref="FileNotFoundException">The file is missing.</exception>
    /// <exception cref="InvalidDataException">The file is not such a table; the message names the file, the line or row, and the
    /// column.</exception>
    public static IReadOnlyList<LearningCurve> Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var table = CsvTable.Read(path);
        if (table.Header[0] != "step")
        {
            throw new InvalidDataException($"'{path}': the first column must be 'step', but is '{table.Header[0]}'.");
        }

        var points = table.Header.Select(_ => new List<CurvePoint>()).ToArray();
        for (int row = 0; row < table.Rows.Count; row++)
        {
            var cells = table.Rows[row];
            double step = Number(path, row, "step", cells[0])
                ?? throw new InvalidDataException($"'{path}', row {row + 1}: the step is missing.");
            for (int column = 1; column < cells.Count; column++)
            {
                if (Number(path, row, table.Header[column], cells[column]) is { } value)
                {
                    points[column].Add(new CurvePoint(step, value));
                }
            }
        }

        return [.. table.Header.Zip(points, (name, values) => new LearningCurve(name, values)).Where(curve => curve.Points.Count > 0)];
    }

    private static double? Number(string path, int row, string column, string cell)
    {
        if (string.IsNullOrWhiteSpace(cell))
        {
            return null;
        }

        if (!double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
        {
            throw new InvalidDataException(
                $"'{path}', row {row + 1}, column '{column}': a number or nothing is expected, but there is '{cell}'."
            );
        }

        return double.IsFinite(value) ? value : null;
    }
}
