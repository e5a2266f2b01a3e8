using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Columns;

/// <summary>Reads the images of a column, row by row, under ML.NET's rules of ownership.</summary>
/// <remarks>
/// One variable is handed to the getter again and again, because ML.NET's getters dispose of the image they find in it: a new
/// variable per row would leave megabytes of pixels per row to the finalizer.
/// </remarks>
/// <param name="row">The row, which moves on by itself.</param>
/// <param name="column">Its image column, which is active.</param>
internal sealed class ImageReader(DataViewRow row, DataViewSchema.Column column)
{
    private readonly ValueGetter<MLImage?> _getter = row.GetGetter<MLImage?>(column);
    private MLImage? _image;

    /// <summary>
    /// The current row's image, or <see langword="null"/> where the row has none. The image belongs to the row: it may be disposed
    /// at the next call or when the cursor moves on.
    /// </summary>
    public MLImage? Read()
    {
        var previous = _image;
        _getter(ref _image);
        if (_image is null || !IsDisposed(_image))
        {
            return _image;
        }

        // ResizeImages leaves the last row's image in place, disposed, when a row has no image.
        if (ReferenceEquals(_image, previous))
        {
            return _image = null;
        }

        throw new InvalidOperationException(
            $"The image in row {row.Position}, column '{column.Name}' has already been disposed. Images of a cursor live until "
                + "it moves on; and ResizeImages to the size that an image already has passes the image itself on and later disposes "
                + "of it."
        );
    }

    /// <summary>Gives the image that was read last away, for one that came from the column earlier: the next reading disposes of it, if the
    /// column does that.</summary>
    public void Exchange(ref MLImage? earlier) => (_image, earlier) = (earlier, _image);

    /// <summary>Whether the pixels of an image are gone.</summary>
    public static bool IsDisposed(MLImage image)
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
}
