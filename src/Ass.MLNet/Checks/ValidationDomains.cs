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
        long source = 0,
            target = 0;
        using var cursor = data.GetRowCursor([column]);
        var readDomain = DomainColumn.CreateReader(cursor, column);
        while (cursor.MoveNext())
        {
            if (readDomain() == SegmentationDomain.Source)
            {
                source++;
            }
            else
            {
                target++;
            }
        }
        if (source > 0 && target > 0)
        {
            throw new InvalidOperationException(
                $"Run.ValidationSet has {source} source rows and {target} target rows in column '{domainColumnName}', and would measure a "
                    + "mixture of both. Give it target rows alone."
            );
        }
    }
}
