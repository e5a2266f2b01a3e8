using Ass.MLNet.Columns;
using Ass.MLNet.Datasets;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Microsoft.ML.Transforms.Image;

namespace Ass.MLNet.MLNetInternals;

/// <summary>What is known of how a data view reads its rows. Views that are not known here may do anything, so nothing is assumed of
/// them.</summary>
internal static class RowReading
{
    /// <summary>Whether several cursors over <paramref name="view"/> can share the work of reading its rows: each moves over all rows,
    /// which costs next to nothing, and the values of a row depend on no other row that the same cursor has read.</summary>
    /// <remarks>Not so, for instance, are rows that are made while they are enumerated, filters that look at images, and custom mappings
    /// with a state.</remarks>
    public static bool CanBeShared(IDataView view)
    {
        while (SourceOf(view) is { } source)
        {
            view = source;
        }

        return view is SegmentationDataView or CacheDataView || view.GetType().DeclaringType == typeof(TextLoader) || IsCollection(view);
    }

    /// <summary>Whether a column's images come from files by steps that give the same image every time, and are found again under the row's
    /// id in every pass.</summary>
    public static bool IsFromFiles(IDataView view, string column)
    {
        bool isRead = false;
        while (SourceOf(view) is { } source)
        {
            if (view is RowToRowMapperTransform step)
            {
                if (InputOf(step.GetTransformer(), column, ref isRead) is not { } input)
                {
                    return false;
                }

                column = input;
            }

            view = source;
        }

        return view is SegmentationDataView || (isRead && IsCollection(view));
    }

    /// <summary>The view whose rows this one passes on one by one; null if that is not what it does.</summary>
    private static IDataView? SourceOf(IDataView view) =>
        view switch
        {
            RepeatedData repeated => repeated.Source,
            RowToRowMapperTransform step => step.Source,
            IDataTransform step when step.GetType().DeclaringType == typeof(ColumnSelectingTransformer) => step.Source,
            _ => null,
        };

    /// <summary>Whether a view came from <c>LoadFromEnumerable</c> of a list or an array.</summary>
    public static bool IsCollection(IDataView view) =>
        view.GetType() is { IsGenericType: true } type
        && type.GetGenericTypeDefinition() == typeof(DataViewConstructionUtils.StreamingDataView<>)
        && view.GetRowCount() is not null;

    /// <summary>The input column that a step makes a column from, or the column itself if the step leaves it alone.</summary>
    /// <param name="step">The step.</param>
    /// <param name="column">The column.</param>
    /// <param name="isRead">Set if the step reads a file.</param>
    /// <returns>The column; null for a step that is not known.</returns>
    private static string? InputOf(ITransformer step, string column, ref bool isRead)
    {
        switch (step)
        {
            case SegmentationLabelLoadingTransformer labels:
                isRead |= labels.Columns.Output == column;
                return labels.Columns.Output == column ? labels.Columns.Input : column;
            case ImageLoadingTransformer images:
                string? path = images.Columns.FirstOrDefault(c => c.outputColumnName == column).inputColumnName;
                isRead |= path is not null;
                return path ?? column;
            case ImageResizingTransformer resizing:
                return resizing.Columns.FirstOrDefault(c => c.Name == column)?.InputColumnName ?? column;
            case ColumnCopyingTransformer copying:
                return copying.Columns.FirstOrDefault(c => c.outputColumnName == column).inputColumnName ?? column;
            default:
                return null;
        }
    }
}
