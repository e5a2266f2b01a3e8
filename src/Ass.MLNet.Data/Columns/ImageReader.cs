using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Columns;

/// <summary>Reads the images of a column row by row, following ML.NET's ownership rules.</summary>
/// <remarks>
/// The getter always receives the same variable, because ML.NET's getters dispose of the image they find in it. A new variable per row
/// would leave megabytes of pixels per row to the finalizer.
/// </remarks>
/// <param name="row">The row; the caller moves it.</param>
/// <param name="column">The image column, which must be active.</param>
internal sealed class ImageReader(DataViewRow row, DataViewSchema.Column column)
{
    private readonly ValueGetter<MLImage?> _getter = row.GetGetter<MLImage?>(column);
    private MLImage? _image;

    /// <summary>
    /// Returns the current row's image, or <see langword="null"/> if the row has none. The image belongs to the row: it may be disposed at
    /// the next call or when the cursor moves on.
    /// </summary>
    public MLImage? Read()
    {
        var previous = _image;
        _getter(ref _image);
        if (_image is null || !IsDisposed(_image))
        {
            return _image;
        }

        // ResizeImages leaves the previous row's image in place, disposed, if a row has no image.
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

    /// <summary>Exchanges the last image read for an earlier one from the same column. The next read disposes of the earlier one, if the
    /// column does that.</summary>
    public void Exchange(ref MLImage? earlier) => (_image, earlier) = (earlier, _image);

    /// <summary>Whether an image has been disposed.</summary>
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
