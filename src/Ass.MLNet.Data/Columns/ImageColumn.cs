using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Ass.MLNet.Columns;

/// <summary>Columns of images.</summary>
internal static class ImageColumn
{
    /// <summary>The type of a column whose images differ in size; every column of that kind that this library makes has it.</summary>
    /// <remarks>
    /// ML.NET knows this type, but not that it belongs to <see cref="MLImage"/>: without the registration, <c>CreateEnumerable</c> and
    /// <c>PredictionEngine</c> refuse such a column as not supported. With it, a row class needs a plain MLImage property, no attribute.
    /// </remarks>
    public static ImageDataViewType AnySize { get; } = RegisterAnySize();

    /// <exception cref="ArgumentOutOfRangeException">The column does not hold images.</exception>
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

    /// <summary>A function that returns the current row's image; see <see cref="ImageReader.Read"/>.</summary>
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
            // The application has already registered the type with an attribute of its own, which serves as well.
        }

        return type;
    }
}
