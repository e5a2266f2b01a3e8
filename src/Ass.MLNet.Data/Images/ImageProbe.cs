using Ass.MLNet.Files;

namespace Ass.MLNet.Images;

/// <summary>Decodes images to check that they are complete. The pixels are discarded, and their memory is reused for the next
/// image.</summary>
internal sealed class ImageProbe
{
    private byte[] _pixels = [];

    /// <summary>Whether the last image is stored in a different orientation than it is displayed.</summary>
    public bool IsTurned { get; private set; }

    /// <summary>Returns the display size of a complete image.</summary>
    /// <exception cref="InvalidDataException">The file contains no image, or an incomplete one; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public ImageSize Decode(string path)
    {
        using var file = PooledFile.Read(path);
        try
        {
            using var decoder = PictureDecoder.Open(file.Bytes);
            if (_pixels.Length < decoder.Length)
            {
                _pixels = GC.AllocateUninitializedArray<byte>(decoder.Length);
            }

            decoder.Decode(_pixels);
            IsTurned = decoder.Orientation != PictureOrientation.TopLeft;
            return decoder.Size;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"The image file '{path}' cannot be read: {e.Message}.", e);
        }
    }
}
