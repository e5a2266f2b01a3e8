using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Columns;

/// <summary>The class names of a Label or PredictedLabel column, stored as a schema annotation.</summary>
/// <remarks>
/// ML.NET's own annotation for this, <c>KeyValues</c>, is reserved for key types, and images of ids are not keys. It is still read if a
/// label is a vector of keys.
/// </remarks>
internal static class ClassNamesAnnotation
{
    /// <summary>The annotation's name: a vector of text, one name per train id.</summary>
    public const string Kind = "ClassNames";

    private const string KeyValues = "KeyValues";

    /// <summary>Adds the names, in the order of the train ids, to the annotations of a column.</summary>
    public static void Add(DataViewSchema.Annotations.Builder annotations, IReadOnlyList<string> names)
    {
        ReadOnlyMemory<char>[] values = [.. names.Select(name => name.AsMemory())];
        annotations.Add(Kind, new VectorDataViewType(TextDataViewType.Instance, values.Length), (ref VBuffer<ReadOnlyMemory<char>> value) =>
            value = new VBuffer<ReadOnlyMemory<char>>(values.Length, (ReadOnlyMemory<char>[])values.Clone())
        );
    }

    /// <summary>The class names of a column in the order of the train ids, or <see langword="null"/> if it has none.</summary>
    public static IReadOnlyList<string>? Read(DataViewSchema.Column column) =>
        ReadTexts(column, Kind) ?? (IsKeyVector(column.Type) ? ReadTexts(column, KeyValues) : null);

    private static bool IsKeyVector(DataViewType type) => type is VectorDataViewType { ItemType: KeyDataViewType };

    private static string[]? ReadTexts(DataViewSchema.Column column, string kind)
    {
        // Keys may have been created from numbers; then they have values, but no names.
        if (column.Annotations.Schema.GetColumnOrNull(kind)?.Type is not VectorDataViewType { ItemType: TextDataViewType })
        {
            return null;
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        column.Annotations.GetValue(kind, ref names);
        return names.Length == 0 ? null : [.. names.DenseValues().Select(name => name.ToString())];
    }
}
