using System.Globalization;
using System.Text;
using Ass.MLNet.Files;

namespace Ass.MLNet.Reporting;

/// <summary>
/// Stores metrics on disk as <c>confusion-matrix.csv</c>: pixel counts with one row per true class and one column per predicted class. All
/// metrics can be recomputed from it.
/// </summary>
public static class ConfusionMatrixFile
{
    /// <summary>The file name in a run's folder.</summary>
    public const string Name = "confusion-matrix.csv";

    private const string Corner = "truth \\ predicted";

    // 255 classes have 65,025 counts of at most 19 digits.
    private const long LargestFile = 4 << 20;

    /// <summary>Writes the confusion matrix; an existing file is replaced.</summary>
    /// <param name="path">The file; its folder is created if needed.</param>
    /// <param name="metrics">The metrics of all classes; the matrix of a subset leaves out confusions with other classes.</param>
    public static void Write(string path, SegmentationMetrics metrics)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(metrics);
        var text = new StringBuilder(Csv.Line([Corner, .. metrics.ClassNames]));
        for (int truth = 0; truth < metrics.ClassNames.Count; truth++)
        {
            var counts = Enumerable
                .Range(0, metrics.ClassNames.Count)
                .Select(predicted => metrics.ConfusionMatrix[truth, predicted].ToString(CultureInfo.InvariantCulture));
            text.Append(Csv.Line([metrics.ClassNames[truth], .. counts]));
        }

        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Reads a confusion matrix written by <see cref="Write"/>.</summary>
    /// <exception cref="FileNotFoundException">The file is missing.</exception>
    /// <exception cref="InvalidDataException">The file is not a confusion matrix; the message says where it fails.</exception>
    public static SegmentationMetrics Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (new FileInfo(path).Length > LargestFile)
        {
            throw new InvalidDataException($"'{path}' is too large for a confusion matrix of at most 255 classes.");
        }

        var table = CsvTable.Read(path);
        string[] names = [.. table.Header.Skip(1)];
        if (names.Length is 0 or > 255 || table.Rows.Count != names.Length)
        {
            throw new InvalidDataException(
                $"'{path}': a confusion matrix has 1–255 classes and as many rows, but there are {names.Length} columns of "
                    + $"classes and {table.Rows.Count} rows."
            );
        }

        var counts = new long[names.Length, names.Length];
        for (int truth = 0; truth < names.Length; truth++)
        {
            if (table.Rows[truth][0] != names[truth])
            {
                throw new InvalidDataException(
                    $"'{path}', row {truth + 1}: the truth is '{table.Rows[truth][0]}', but the order of the columns has '{names[truth]}' "
                        + "there."
                );
            }
            for (int predicted = 0; predicted < names.Length; predicted++)
            {
                string cell = table.Rows[truth][predicted + 1];
                counts[truth, predicted] = long.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out long count)
                    ? count
                    : throw new InvalidDataException(
                        $"'{path}', row '{names[truth]}', column '{names[predicted]}': a number of pixels is expected, but there "
                            + $"is '{cell}'."
                    );
            }
        }

        return new SegmentationMetrics(counts, names);
    }
}
