using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Ass.MLNet.Columns;

/// <summary>Helpers for image columns.</summary>
internal static class ImageColumn
{
    /// <summary>The type of a column whose images differ in size, used for all such columns that this library creates.</summary>
    /// <remarks>
    /// ML.NET knows this type, but does not associate it with <see cref="MLImage"/>: unless it is registered, <c>CreateEnumerable</c> and
    /// <c>PredictionEngine</c> reject such a column as unsupported. Once it is registered, a row class needs only a plain MLImage property,
    /// no attribute.
    /// </remarks>
    public static ImageDataViewType AnySize { get; } = RegisterAnySize();

    /// <exception cref="ArgumentOutOfRangeException">The column does not contain images.</exception>
    public static void CheckType(DataViewSchema.Column column)
    {
        if (column.Type is not ImageDataViewType)
        {
            throw new ArgumentOutOfRangeException(
                nameof(column),
                $"Column '{column.Name}' must hold images (MLImage), but its type is {column.Type}."
            );
        }
    }

    /// <summary>Creates a function that returns the current row's image; see <see cref="ImageReader.Read"/>.</summary>
    public static Func<MLImage?> CreateReader(DataViewRow row, DataViewSchema.Column column) => new ImageReader(row, column).Read;

    private static ImageDataViewType RegisterAnySize()
    {
        var type = new ImageDataViewType();
        try
        {
            DataViewTypeManager.Register(type, typeof(MLImage));
        }
        catch (ArgumentException)
        {
            // The application has already registered the type with its own attribute, which works as well.
        }

        return type;
    }
}
