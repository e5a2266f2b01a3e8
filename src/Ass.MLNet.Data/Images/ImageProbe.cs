using Ass.MLNet.Files;

namespace Ass.MLNet.Images;

/// <summary>Decodes images to find out whether they are whole; the pixels are thrown away, and their memory is used again for the next
/// one.</summary>
internal sealed class ImageProbe
{
    private byte[] _pixels = [];

    /// <summary>Whether the last image is stored in another way than it is shown.</summary>
    public bool IsTurned { get; private set; }

    /// <summary>The size of a whole image, as it is shown.</summary>
    /// <exception cref="InvalidDataException">The file holds no picture, or part of one; the message names it.</exception>
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
