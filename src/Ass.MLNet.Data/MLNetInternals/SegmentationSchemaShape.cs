using Ass.MLNet.Columns;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

namespace Ass.MLNet.MLNetInternals;

/// <summary>What the estimator asks of its input's shape, and what it promises of its output's, before any data is seen.</summary>
internal static class SegmentationSchemaShape
{
    /// <summary>The shape of a schema that is there, so that fitting makes the same checks as composing a pipeline.</summary>
    public static SchemaShape Of(DataViewSchema schema) => SchemaShape.Create(schema);

    /// <summary>Checks that a column of images exists.</summary>
    public static SchemaShape.Column CheckImage(IHostEnvironment env, SchemaShape input, string name, InputData? data = null) =>
        Check(env, input, data, "image", name, "Image", c => IsScalar(c) && c.ItemType is ImageDataViewType);

    /// <summary>Checks that a column can hold labels: images, or vectors of bytes or of keys.</summary>
    public static SchemaShape.Column CheckLabel(IHostEnvironment env, SchemaShape input, string name, InputData? data = null) =>
        Check(env, input, data, "label", name, "Image, or a vector of Byte or of Key", c =>
            IsScalar(c) ? c.ItemType is ImageDataViewType : c.IsKey || c.ItemType == NumberDataViewType.Byte
        );

    /// <summary>Checks that a column can hold domains: text or Booleans.</summary>
    /// <param name="env">Where the error is raised.</param>
    /// <param name="input">The shape.</param>
    /// <param name="name">The column's name.</param>
    /// <param name="mayBeMissing">Whether there may be no such column.</param>
    /// <param name="data">What the shape is of, for the error.</param>
    public static void CheckDomain(IHostEnvironment env, SchemaShape input, string name, bool mayBeMissing, InputData? data = null)
    {
        if (!mayBeMissing || input.TryFindColumn(name, out _))
        {
            Check(env, input, data, "domain", name, "String or Boolean", c =>
                IsScalar(c) && c.ItemType is TextDataViewType or BooleanDataViewType
            );
        }
    }

    /// <summary>The input's shape with the predicted label, and the score if it has a name, added.</summary>
    public static SchemaShape AddPrediction(IHostEnvironment env, SchemaShape input, SegmentationColumns columns, InputData? data = null)
    {
        CheckImage(env, input, columns.Image, data);
        var output = input.ToDictionary(c => c.Name);
        output[columns.PredictedLabel] = new SchemaShape.Column(
            columns.PredictedLabel,
            SchemaShape.Column.VectorKind.Scalar,
            ImageColumn.AnySize,
            isKey: false,
            ClassNames()
        );
        if (columns.Score is { } score)
        {
            output[score] = new SchemaShape.Column(
                score,
                SchemaShape.Column.VectorKind.VariableVector,
                NumberDataViewType.Single,
                isKey: false
            );
        }

        return new SchemaShape(output.Values);
    }

    /// <summary>The input's shape with the column of loaded labels added, after a check of the column of paths.</summary>
    public static SchemaShape AddLabel(IHostEnvironment env, SchemaShape input, LabelLoading options)
    {
        Check(env, input, InputData.Unnamed, "label path", options.Input, "String", c => IsScalar(c) && c.ItemType is TextDataViewType);
        var output = input.ToDictionary(c => c.Name);
        output[options.Output] = new SchemaShape.Column(
            options.Output,
            SchemaShape.Column.VectorKind.Scalar,
            ImageColumn.AnySize,
            isKey: false,
            options.Map is null ? null : ClassNames()
        );
        return new SchemaShape(output.Values);
    }

    private static SchemaShape ClassNames() =>
        new([
            new SchemaShape.Column(
                ClassNamesAnnotation.Kind,
                SchemaShape.Column.VectorKind.Vector,
                TextDataViewType.Instance,
                isKey: false
            ),
        ]);

    private static bool IsScalar(SchemaShape.Column column) => column.Kind == SchemaShape.Column.VectorKind.Scalar;

    private static SchemaShape.Column Check(
        IHostEnvironment env,
        SchemaShape input,
        InputData? data,
        string role,
        string name,
        string expected,
        Func<SchemaShape.Column, bool> isValid
    )
    {
        if (!input.TryFindColumn(name, out var column))
        {
            throw (data ?? InputData.Unnamed).ColumnNotFound(role, name, input.Select(c => c.Name));
        }

        return isValid(column) ? column : throw MLNetEnvironment.ColumnMismatch(env, role, name, expected, column.GetTypeString());
    }
}
