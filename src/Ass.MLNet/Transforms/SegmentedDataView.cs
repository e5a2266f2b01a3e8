using Microsoft.ML;

namespace Ass.MLNet;

/// <summary>The input with the predicted columns added; nothing is computed before a cursor asks for it.</summary>
internal sealed class SegmentedDataView : IDataView
{
    private readonly AssSegmentationTransformer _parent;
    private readonly IDataView _source;
    private readonly SegmentationBindings _bindings;

    public SegmentedDataView(AssSegmentationTransformer parent, IDataView source)
    {
        (_parent, _source) = (parent, source);
        _bindings = parent.Bind(source.Schema);
    }

    /// <summary>False: the cursor that looks ahead has to meet the rows in the same order as the one that is read.</summary>
    public bool CanShuffle => false;

    public DataViewSchema Schema => _bindings.OutputSchema;

    /// <summary>The input.</summary>
    public IDataView Source => _source;

    public long? GetRowCount() => _source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = new bool[Schema.Count];
        var activeAdded = new bool[_bindings.Added.Length];
        var input = new List<DataViewSchema.Column>();
        foreach (var column in columnsNeeded)
        {
            active[column.Index] = true;
            var (isInput, index) = _bindings.Map(column.Index);
            if (isInput)
            {
                input.Add(_source.Schema[index]);
            }
            else
            {
                activeAdded[index] = true;
            }
        }

        // Scores are large, so that batches of them are not worth their memory: they are computed row by row, from the same cursor.
        bool withScores = activeAdded.ElementAtOrDefault(SegmentationBindings.Score);
        if (withScores)
        {
            input.Add(_bindings.Image);
        }

        var row = _source.GetRowCursor(input);
        if (!activeAdded.Contains(true))
        {
            return new SegmentedCursor(_bindings, row, ahead: null, active, new Delegate?[activeAdded.Length]);
        }

        var ahead = withScores ? null : _source.GetRowCursor([_bindings.Image]);
        Func<Prediction> current = ahead is null
            ? new RowPredictor(() => _parent.Segmenter, row, _bindings.Image, withScores: true).Current
            : new LookAheadPredictor(() => _parent.Segmenter, row, ahead, _bindings.Image).Current;
        return new SegmentedCursor(_bindings, row, ahead, active, PredictionGetters.Create(current, activeAdded));
    }

    /// <summary>One cursor: the network uses all cores by itself.</summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];
}
