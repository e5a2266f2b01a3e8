using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Ass.MLNet;

/// <summary>Reads the images of a column under ML.NET's rules of ownership.</summary>
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
                nameof(column), $"Column '{column.Name}' must hold images (MLImage), but its type is {column.Type}.");
        }
    }

    /// <summary>
    /// A function that returns the current row's image, or <see langword="null"/> where the row has none. The image belongs to the
    /// row: it may be disposed when the function is called again or the cursor moves on.
    /// </summary>
    /// <remarks>
    /// One variable is handed to the getter again and again, because ML.NET's getters dispose of the image they find in it: a new
    /// variable per row would leave megabytes of pixels per row to the finalizer.
    /// </remarks>
    public static Func<MLImage?> CreateReader(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<MLImage>(column);
        MLImage? image = null;
        return () =>
        {
            MLImage? previous = image;
            getter(ref image!);
            if (image is null || !IsDisposed(image))
            {
                return image;
            }

            // ResizeImages leaves the last row's image in place, disposed, when a row has no image.
            if (ReferenceEquals(image, previous))
            {
                return image = null;
            }

            throw new InvalidOperationException(
                $"The image in row {row.Position}, column '{column.Name}' has already been disposed. Images of a cursor live until it moves on; "
                + "and ResizeImages to the size that an image already has passes the image itself on and later disposes of it.");
        };
    }

    private static bool IsDisposed(MLImage image)
    {
        try
        {
            return image.Width < 0;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

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
