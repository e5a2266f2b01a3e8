using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Ass.MLNet;

/// <summary>The transformer bound to an input schema for one row at a time, which is what a prediction engine needs.</summary>
internal sealed class SegmentationRowMapper : IRowMapper
{
    private readonly AssSegmentationTransformer _parent;
    private readonly SegmentationBindings _bindings;

    private SegmentationRowMapper(AssSegmentationTransformer parent, DataViewSchema input)
    {
        _parent = parent;
        _bindings = parent.Bind(input);
    }

    /// <summary>A mapper in ML.NET's own class, which passes the other columns on.</summary>
    public static IRowToRowMapper Create(IHostEnvironment env, AssSegmentationTransformer parent, DataViewSchema input)
    {
        SegmentationRowMapper Bind(DataViewSchema schema) => new(parent, schema);
        return new RowToRowMapperTransform(env, new EmptyDataView(env, input), Bind(input), Bind);
    }

    public DataViewSchema.DetachedColumn[] GetOutputColumns() => _bindings.Added;

    public Func<int, bool> GetDependencies(Func<int, bool> activeOutput)
    {
        bool any = Enumerable.Range(0, _bindings.Added.Length).Any(activeOutput);
        return column => any && column == _bindings.Image.Index;
    }

    public Delegate?[] CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action? disposer)
    {
        disposer = null;
        bool[] active = [.. Enumerable.Range(0, _bindings.Added.Length).Select(activeOutput)];
        if (!active.Contains(true))
        {
            return new Delegate?[active.Length];
        }

        bool withScores = active.ElementAtOrDefault(SegmentationBindings.Score);
        var predictor = new RowPredictor(() => _parent.Segmenter, input, _bindings.Image, withScores);
        return PredictionGetters.Create(predictor.Current, active);
    }

    public ITransformer GetTransformer() => _parent;

    void ICanSaveModel.Save(ModelSaveContext ctx) => ((ICanSaveModel)_parent).Save(ctx);
}
