using Microsoft.ML;

namespace Ass.MLNet.Sampling;

/// <summary>Where the samples of a stream come from.</summary>
/// <param name="Data">Rows of all streams.</param>
/// <param name="Columns">The image, label and domain columns.</param>
/// <param name="Kind">The kind of stream, which selects its rows.</param>
/// <param name="Augmentation">Makes the samples.</param>
/// <param name="Seed">Seed for the order and augmentation of the samples.</param>
/// <param name="Cache">Keeps decoded images and labels; null for none.</param>
/// <param name="RareClasses">Chooses among the rows by their labels; null to use all. Only for streams with labels.</param>
internal sealed record SampleSource(
    IDataView Data,
    SamplingColumns Columns,
    StreamKind Kind,
    Augmentation Augmentation,
    int Seed,
    DecodedCache? Cache = null,
    RareClassSampling? RareClasses = null
)
{
    /// <summary>Opens a cursor over all rows in the order of a pass, the same one at every call.</summary>
    public DataViewRowCursor Open(int pass) =>
        Data.GetRowCursor(
            RowSampler.ActiveColumns(Kind, Columns, Data.Schema),
            Data.CanShuffle ? RandomNumbers.Create(Seed, RandomUse.Pass, pass) : null
        );

    /// <summary>The error for data without rows for the stream.</summary>
    /// <param name="rows">Number of rows read.</param>
    /// <param name="allIgnoredRows">Number of those whose label is ignored everywhere.</param>
    public InvalidOperationException Nothing(long rows, int allIgnoredRows)
    {
        string domain = Kind == StreamKind.Source ? "source" : "target";
        string inColumn = Columns.Domain is { } column ? $" (column '{column.Name}' = {domain})" : "";
        string label = Kind == StreamKind.UnlabeledTarget ? "" : $" with a label in column '{Columns.Label.Name}'";
        string wanted = $"{domain} rows{inColumn}{label}";
        string ignored = allIgnoredRows > 0 ? $"; {allIgnoredRows} labels are ignored (255) everywhere" : "";
        string gone = rows == 0 ? " Rows that a source gives once only must be put into a list first: training reads them many times." : "";
        return new($"The recipe needs {wanted}, but the data has none among its {rows} rows{ignored}.{gone}");
    }
}
