using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Research.Cells;
using Microsoft.ML;

namespace Ass.MLNet.Cli.Research.Study;

/// <summary>The cells of a study with all that they are started with.</summary>
internal static class StudyPlan
{
    /// <summary>Reads the names of all images, and works out and checks the settings of every cell.</summary>
    /// <param name="ml">Reads, and checks options.</param>
    /// <param name="study">The study.</param>
    /// <param name="output">Its folder.</param>
    /// <exception cref="UsageException">An option has a value that it cannot have, images are missing, or variants that are compared are
    /// measured on different classes; the error names the part.</exception>
    public static IReadOnlyList<PlannedStudyCell> Open(MLContext ml, Study study, string output) =>
        [
            .. study.Parts.SelectMany(part =>
            {
                string place = $"Part {part.Name}";
                try
                {
                    var variants = part.Variants.ToDictionary(
                        v => v.Name,
                        v =>
                        {
                            place = v.Name.Length > 0 ? $"Part {part.Name}, variant {v.Name}" : place;
                            return (v.Training, Data: StudyData.Open(ml, v, part.HoldBack, Path.Combine(output, part.Name)));
                        }
                    );
                    place = $"Part {part.Name}";
                    CheckMeasuredAlike([.. part.Variants.Select(v => (v.Name, variants[v.Name].Data))]);
                    PlannedStudyCell[] cells =
                    [
                        .. StudyCell
                            .Plan(part)
                            .Select(cell =>
                            {
                                place = $"Cell {cell.Name}";
                                var (training, data) = variants[cell.Variant];
                                return Open(ml, cell, Path.Combine(output, cell.Name), training, data);
                            }),
                    ];
                    place = $"Part {part.Name}";
                    CheckVariantsDiffer(cells);
                    return cells;
                }
                catch (Exception e)
                    when (e is UsageException or ArgumentException or IOException or InvalidOperationException or InvalidDataException)
                {
                    throw new UsageException($"{place}: {Terminal.Message(e)}", e);
                }
            }),
        ];

    /// <summary>Variants are compared by mIoUs, which are to be over the same classes of the same labels.</summary>
    private static void CheckMeasuredAlike((string Variant, StudyData Data)[] variants)
    {
        var first = variants[0];
        foreach (var other in variants.Skip(1))
        {
            bool sameClasses = (first.Data.MeasuredClasses ?? []).SequenceEqual(other.Data.MeasuredClasses ?? []);
            if (!sameClasses || first.Data.MeasuredValues != other.Data.MeasuredValues)
            {
                throw new UsageException(
                    $"the variants '{first.Variant}' and '{other.Variant}' are compared, but "
                        + (
                            sameClasses
                                ? "read the labels that they are measured on by different maps"
                                : "are measured on different classes"
                        )
                        + ": make parts of them, or give both the same 'map' and 'classes' for these labels."
                );
            }
        }
    }

    /// <summary>Variants whose options no row feels would be one training under two names.</summary>
    private static void CheckVariantsDiffer(PlannedStudyCell[] cells)
    {
        var variants = cells.GroupBy(cell => cell.Cell.Variant).Select(variant => variant.ToArray()).ToArray();
        foreach (var (first, second) in variants.SelectMany((first, i) => variants.Skip(i + 1).Select(second => (first, second))))
        {
            if (first.Zip(second).All(pair => CellSettings.Differences(pair.First.Settings, pair.Second.Settings).Count == 0))
            {
                throw new UsageException(
                    $"the variants '{first[0].Cell.Variant}' and '{second[0].Cell.Variant}' are the same training: their rows do not have "
                        + "what their options are about."
                );
            }
        }
    }

    private static PlannedStudyCell Open(MLContext ml, StudyCell cell, string path, CellArguments training, StudyData data)
    {
        var options = training.ToOptions(cell.Row.Recipe, path);
        ml.Transforms.AssSegmentation(options);
        data.Load(ml, cell);
        var settings = training.Settings(options, data.LabelledTargets(ml, cell));
        settings["data"] = data.FactsOf(ml, cell);
        return new(cell, path, data, options, settings);
    }
}
