using Ass.MLNet.Columns;
using Ass.MLNet.Datasets;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Ass.MLNet.MLNetInternals;

/// <summary>Label loading bound to an input schema. The schema need not have the path column: data that is only scored has no
/// labels.</summary>
internal sealed class LabelLoadingMapper : IRowMapper
{
    private readonly SegmentationLabelLoadingTransformer _parent;
    private readonly LabelLoading _options;
    private readonly DataViewSchema.Column? _paths;

    private LabelLoadingMapper(IHostEnvironment env, SegmentationLabelLoadingTransformer parent, LabelLoading options, DataViewSchema input)
    {
        (_parent, _options) = (parent, options);
        _paths = input.GetColumnOrNull(options.Input);
        if (_paths is { Type: not TextDataViewType } column)
        {
            throw MLNetEnvironment.ColumnMismatch(env, "label path", options.Input, "String", column.Type.ToString()!);
        }
    }

    /// <summary>Returns the data with the label column added, using ML.NET's own class, which passes the other columns on.</summary>
    public static RowToRowMapperTransform Create(
        IHostEnvironment env,
        SegmentationLabelLoadingTransformer parent,
        LabelLoading options,
        IDataView input
    )
    {
        LabelLoadingMapper Bind(DataViewSchema schema) => new(env, parent, options, schema);
        return new RowToRowMapperTransform(env, input, Bind(input.Schema), Bind);
    }

    public DataViewSchema.DetachedColumn[] GetOutputColumns()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        if (_options.Map is { } map)
        {
            ClassNamesAnnotation.Add(annotations, map.ClassNames);
        }

        return [new DataViewSchema.DetachedColumn(_options.Output, ImageColumn.AnySize, annotations.ToAnnotations())];
    }

    public Func<int, bool> GetDependencies(Func<int, bool> activeOutput)
    {
        bool any = activeOutput(0);
        return column => any && column == _paths?.Index;
    }

    public Delegate?[] CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action? disposer)
    {
        disposer = null;
        if (!activeOutput(0))
        {
            return [null];
        }

        if (_paths is not { } paths)
        {
            ValueGetter<MLImage?> getNone = (ref MLImage? label) => label = null;
            return [getNone];
        }

        var getPath = input.GetGetter<ReadOnlyMemory<char>>(paths);
        ReadOnlyMemory<char> path = default;
        MLImage? last = null;
        disposer = () => last?.Dispose();
        ValueGetter<MLImage?> getLabel = (ref MLImage? label) =>
        {
            // The owner of the variable is done with the previous row's label, as with LoadImages.
            label?.Dispose();
            label = null;
            getPath(ref path);
            label = last = path.IsEmpty ? null : SegmentationPictures.ReadLabel(Resolve(path.ToString()), _options.Map, _options.Channel);
        };
        return [getLabel];
    }

    public ITransformer GetTransformer() => _parent;

    void ICanSaveModel.Save(ModelSaveContext ctx) => ((ICanSaveModel)_parent).Save(ctx);

    private string Resolve(string path) => _options.Folder is { } folder ? Path.Combine(folder, path) : path;
}
