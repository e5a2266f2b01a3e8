using Ass.MLNet.Columns;
using Ass.MLNet.Labels;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Metrics;

/// <summary>Compares a label column with a prediction column, row by row.</summary>
internal static class SegmentationEvaluator
{
    // Without names any id may occur; the number of classes is known only at the end.
    private const int UnknownClassCount = 255;

    /// <param name="data">The data, with both columns.</param>
    /// <param name="labelColumnName">The label column.</param>
    /// <param name="predictedLabelColumnName">The prediction column.</param>
    /// <param name="checkAlive">Called before each row; may throw to cancel.</param>
    /// <param name="isIncluded">Says of a row, by its place from 0, whether it is read; null to read all.</param>
    /// <param name="complete">Adds to the counts what others have counted in the rows that are not read.</param>
    /// <param name="watch">Looks at the files of labels, and may refuse them; null: nobody does.</param>
    public static SegmentationMetrics Evaluate(
        IDataView data,
        string labelColumnName,
        string predictedLabelColumnName,
        Action? checkAlive = null,
        Func<long, bool>? isIncluded = null,
        Action<Span<long>>? complete = null,
        LabelWatch? watch = null
    )
    {
        ColumnNames.CheckArguments(
            (nameof(labelColumnName), labelColumnName),
            (nameof(predictedLabelColumnName), predictedLabelColumnName)
        );
        var labelColumn = FindColumn(data, labelColumnName, "label");
        var predictedColumn = FindColumn(data, predictedLabelColumnName, "prediction");
        var (predictedNames, labelNames) = (ClassNamesAnnotation.Read(predictedColumn), ClassNamesAnnotation.Read(labelColumn));
        ClassAgreement.Check(
            ($"the prediction in column '{predictedLabelColumnName}'", predictedNames),
            ($"the label in column '{labelColumnName}'", labelNames)
        );
        LabelKeys.Check(labelColumn, predictedNames?.Count);
        var classNames = predictedNames ?? labelNames;
        var confusion = new ConfusionMatrix();
        long rows = 0;
        using (var cursor = data.GetRowCursor([labelColumn, predictedColumn]))
        {
            var read = LabelColumn.CreateReader(cursor, labelColumn);
            Func<LabelMask?> readLabel = watch is null ? read : () => watch.Read(read);
            var readPredicted = LabelColumn.CreateReader(cursor, predictedColumn);
            for (; cursor.MoveNext(); rows++)
            {
                checkAlive?.Invoke();
                if (isIncluded?.Invoke(rows) != false && readLabel() is { } truth)
                {
                    var predicted = readPredicted()
                        ?? throw new InvalidOperationException(
                            $"Row {cursor.Position} has a label, but no prediction in column '{predictedLabelColumnName}'."
                        );
                    Check(
                        truth,
                        predicted,
                        classNames?.Count ?? UnknownClassCount,
                        cursor.Position,
                        labelColumnName,
                        predictedLabelColumnName
                    );
                    confusion.Add(truth.Ids, predicted.Ids);
                    if (confusion.HasUnpredictedPixels())
                    {
                        throw new InvalidOperationException(
                            $"The prediction in row {cursor.Position}, column '{predictedLabelColumnName}' is 255 at a pixel "
                                + "that has a true class; 255 is no class."
                        );
                    }
                }
            }
        }

        watch?.Check();
        complete?.Invoke(confusion.Cells);
        int classCount = confusion.SmallestClassCount();
        if (classCount == 0)
        {
            throw new InvalidOperationException(
                $"There is nothing to evaluate: of {rows} rows none has a label in column '{labelColumnName}', or all labelled "
                    + "pixels are ignored (255)."
            );
        }

        return confusion.ToMetrics(classNames ?? [.. Enumerable.Range(0, classCount).Select(id => $"class {id}")]);
    }

    private static DataViewSchema.Column FindColumn(IDataView data, string name, string role)
    {
        var column = data.Schema.GetColumnOrNull(name)
            ?? throw new ArgumentOutOfRangeException(
                nameof(name),
                $"The {role} column '{name}' does not exist. Columns: {string.Join(", ", data.Schema.Select(c => c.Name))}."
            );
        LabelColumn.CheckType(column);
        return column;
    }

    private static void Check(LabelMask truth, LabelMask predicted, int classCount, long row, string labelColumn, string predictedColumn)
    {
        bool shapesKnown = truth.Width > 0 && predicted.Width > 0;
        if (truth.Ids.Length != predicted.Ids.Length || (shapesKnown && truth.Width != predicted.Width))
        {
            throw new InvalidOperationException(
                $"In row {row} the label in column '{labelColumn}' is {Size(truth)}, but the prediction in column "
                    + $"'{predictedColumn}' is {Size(predicted)}."
            );
        }

        LabelColumn.CheckRange(truth, classCount, $"row {row}, column '{labelColumn}'");
        LabelColumn.CheckRange(predicted, classCount, $"row {row}, column '{predictedColumn}'");
    }

    private static string Size(LabelMask mask) =>
        mask.Width > 0 ? $"{mask.Width}×{mask.Height} pixels" : $"a vector of {mask.Ids.Length} elements";
}
