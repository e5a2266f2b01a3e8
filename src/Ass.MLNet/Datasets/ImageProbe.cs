namespace Ass.MLNet;

/// <summary>Decodes images to find out whether they are whole; the pixels are thrown away, and their memory is used again for the next one.</summary>
internal sealed class ImageProbe
{
    private byte[] _pixels = [];

    /// <summary>The size of a whole image.</summary>
    /// <exception cref="InvalidDataException">The file holds no picture, or part of one; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public ImageSize Decode(string path)
    {
        using var file = PooledFile.Read(path);
        try
        {
            using var codec = ImageFile.Open(file.Bytes, out var info);
            if (_pixels.Length < info.BytesSize)
            {
                _pixels = GC.AllocateUninitializedArray<byte>(info.BytesSize);
            }

            ImageFile.Decode(codec, info, _pixels);
            return new ImageSize(info.Width, info.Height);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"The image file '{path}' cannot be read: {e.Message}.", e);
        }
    }
}
