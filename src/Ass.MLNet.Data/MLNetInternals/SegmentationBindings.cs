using Ass.MLNet.Columns;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

namespace Ass.MLNet.MLNetInternals;

/// <summary>An input schema bound to the columns that the transformer reads and adds.</summary>
internal sealed class SegmentationBindings
{
    /// <summary>The index of the score among the added columns, if there is one; the predicted label is the first.</summary>
    public const int Score = 1;

    private readonly ColumnBindings _bindings;

    /// <exception cref="ArgumentOutOfRangeException">The image column is missing or of another type.</exception>
    public SegmentationBindings(IHostEnvironment env, DataViewSchema input, SegmentationColumns columns, IReadOnlyList<string> classNames)
    {
        Image = input.GetColumnOrNull(columns.Image)
            ?? throw InputData.Unnamed.ColumnNotFound("image", columns.Image, input.Select(c => c.Name));
        if (Image.Type is not ImageDataViewType)
        {
            throw MLNetEnvironment.ColumnMismatch(env, "image", columns.Image, "Image", Image.Type.ToString()!);
        }

        var annotations = new DataViewSchema.Annotations.Builder();
        ClassNamesAnnotation.Add(annotations, classNames);
        var label = new DataViewSchema.DetachedColumn(columns.PredictedLabel, ImageColumn.AnySize, annotations.ToAnnotations());
        Added = columns.Score is { } score
            ? [label, new DataViewSchema.DetachedColumn(score, new VectorDataViewType(NumberDataViewType.Single))]
            : [label];
        _bindings = new ColumnBindings(input, Added);
    }

    /// <summary>The image column of the input.</summary>
    public DataViewSchema.Column Image { get; }

    /// <summary>The added columns: the predicted label, and the score if it has a name.</summary>
    /// <remarks>The label's type has no size, even if the image's has one: a plain <see cref="MLImage"/> property accepts only a type
    /// without size.</remarks>
    public DataViewSchema.DetachedColumn[] Added { get; }

    public DataViewSchema InputSchema => _bindings.InputSchema;

    /// <summary>The input's columns and the added ones. An added column hides an input column of the same name, as usual in
    /// ML.NET.</summary>
    public DataViewSchema OutputSchema => _bindings.Schema;

    /// <summary>Maps an output column to the input column or the added column behind it.</summary>
    public (bool IsInput, int Index) Map(int outputIndex)
    {
        int index = _bindings.MapColumnIndex(out bool isInput, outputIndex);
        return (isInput, index);
    }

    /// <summary>The input columns needed for the given output columns, each once.</summary>
    public IEnumerable<DataViewSchema.Column> InputsOf(IEnumerable<DataViewSchema.Column> outputs) =>
        outputs
            .Select(column => Map(column.Index))
            .Select(at => at.IsInput ? InputSchema[at.Index] : Image)
            .DistinctBy(column => column.Index)
            .ToArray();
}
