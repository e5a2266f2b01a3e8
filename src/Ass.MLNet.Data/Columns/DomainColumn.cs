using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Columns;

/// <summary>Reads the domain of a row: the text <c>source</c> or <c>target</c> (case-insensitive), or a Boolean (true = target).</summary>
internal static class DomainColumn
{
    /// <exception cref="ArgumentOutOfRangeException">The column contains neither text nor Booleans.</exception>
    public static void CheckType(DataViewSchema.Column column)
    {
        if (column.Type is not (TextDataViewType or BooleanDataViewType))
        {
            throw new ArgumentOutOfRangeException(
                nameof(column),
                $"Domain column '{column.Name}' must hold text ('source' or 'target') or a Boolean (true = target), but its type "
                    + $"is {column.Type}."
            );
        }
    }

    /// <summary>Creates a function that returns the current row's domain; without a column, always <paramref name="only"/>.</summary>
    /// <exception cref="InvalidOperationException">Thrown by the returned function: the text is neither of the two.</exception>
    public static Func<SegmentationDomain> CreateReader(DataViewRow row, DataViewSchema.Column? column, SegmentationDomain only) =>
        column is { } present ? CreateReader(row, present) : () => only;

    /// <summary>Creates a function that returns the current row's domain.</summary>
    /// <exception cref="InvalidOperationException">Thrown by the returned function: the text is neither of the two.</exception>
    public static Func<SegmentationDomain> CreateReader(DataViewRow row, DataViewSchema.Column column)
    {
        CheckType(column);
        if (column.Type is BooleanDataViewType)
        {
            var getFlag = row.GetGetter<bool>(column);
            bool isTarget = false;
            return () =>
            {
                getFlag(ref isTarget);
                return isTarget ? SegmentationDomain.Target : SegmentationDomain.Source;
            };
        }

        var getText = row.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> text = default;
        return () =>
        {
            getText(ref text);
            return text.Span switch
            {
                var t when t.Equals("source", StringComparison.OrdinalIgnoreCase) => SegmentationDomain.Source,
                var t when t.Equals("target", StringComparison.OrdinalIgnoreCase) => SegmentationDomain.Target,
                _ => throw new InvalidOperationException(
                    $"The domain in row {row.Position}, column '{column.Name}' is '{text}'; it must be 'source' or 'target'."
                ),
            };
        };
    }
}
