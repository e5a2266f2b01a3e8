using Ass.MLNet.Columns;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

namespace Ass.MLNet.MLNetInternals;

/// <summary>The estimator's requirements on its input schema and the shape of its output, before any data is read.</summary>
internal static class SegmentationSchemaShape
{
    /// <summary>Returns the shape of an existing schema, so that fitting makes the same checks as composing a pipeline.</summary>
    public static SchemaShape Of(DataViewSchema schema) => SchemaShape.Create(schema);

    /// <summary>Checks that an image column exists.</summary>
    public static SchemaShape.Column CheckImage(IHostEnvironment env, SchemaShape input, string name, InputData? data = null) =>
        Check(env, input, data, "image", name, "Image", c => IsScalar(c) && c.ItemType is ImageDataViewType);

    /// <summary>Checks that a column can hold labels: images, or vectors of bytes or keys.</summary>
    public static SchemaShape.Column CheckLabel(IHostEnvironment env, SchemaShape input, string name, InputData? data = null) =>
        Check(env, input, data, "label", name, "Image, or a vector of Byte or of Key", c =>
            IsScalar(c) ? c.ItemType is ImageDataViewType : c.IsKey || c.ItemType == NumberDataViewType.Byte
        );

    /// <summary>Checks that a column can hold domains: text or Booleans.</summary>
    /// <param name="env">The environment, which creates the errors.</param>
    /// <param name="input">The shape.</param>
    /// <param name="name">The column name.</param>
    /// <param name="mayBeMissing">Whether the column is optional.</param>
    /// <param name="data">The data behind the shape, for the error.</param>
    public static void CheckDomain(IHostEnvironment env, SchemaShape input, string name, bool mayBeMissing, InputData? data = null)
    {
        if (!mayBeMissing || input.TryFindColumn(name, out _))
        {
            Check(env, input, data, "domain", name, "String or Boolean", c =>
                IsScalar(c) && c.ItemType is TextDataViewType or BooleanDataViewType
            );
        }
    }

    /// <summary>Returns the input's shape with the predicted label added, and the score if it has a name.</summary>
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

    /// <summary>Checks the path column and returns the input's shape with the label column added.</summary>
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
