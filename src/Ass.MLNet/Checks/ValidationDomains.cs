using Ass.MLNet.Columns;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Checks;

/// <summary>Refuses validation sets with rows of both domains, as <c>TrainTestSplit</c> makes them of training rows: the best model would
/// be the best for the larger one.</summary>
internal static class ValidationDomains
{
    /// <param name="data">The validation set.</param>
    /// <param name="domainColumnName">The domain column; a set without one is of a single domain.</param>
    /// <exception cref="InvalidOperationException">There are rows of both domains.</exception>
    public static void Check(IDataView data, string domainColumnName)
    {
        if (data.Schema.GetColumnOrNull(domainColumnName) is not { Type: TextDataViewType or BooleanDataViewType } column)
        {
            return;
        }
        using var cursor = data.GetRowCursor([column]);
        var read = Reader(cursor, column);
        long source = 0,
            target = 0;
        while (cursor.MoveNext())
        {
            var domain = read();
            source += domain == SegmentationDomain.Source ? 1 : 0;
            target += domain == SegmentationDomain.Target ? 1 : 0;
        }
        if (source > 0 && target > 0)
        {
            throw new InvalidOperationException(
                $"Run.ValidationSet has {source} source rows and {target} target rows in column '{domainColumnName}', and would measure a "
                    + "mixture of both. Give it target rows alone."
            );
        }
    }

    /// <summary>Reads the domain; null for other texts, which are nobody's business in a validation set.</summary>
    private static Func<SegmentationDomain?> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is BooleanDataViewType)
        {
            var read = DomainColumn.CreateReader(row, column);
            return () => read();
        }
        var get = row.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> text = default;
        return () =>
        {
            get(ref text);
            return Enum.TryParse(text.Span, ignoreCase: true, out SegmentationDomain domain) && Enum.IsDefined(domain) ? domain : null;
        };
    }
}
