using Microsoft.ML.Data;

namespace Ass.MLNet;

/// <summary>Reads picture files of any kind that ML.NET knows.</summary>
internal static class ImageFile
{
    /// <summary>A new image, tagged with its path; the caller disposes of it.</summary>
    /// <exception cref="InvalidDataException">The file holds no picture that can be decoded; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static MLImage Read(string path)
    {
        // Reading the whole file first leaves it unlocked and makes an unreadable file an error of the file system's own.
        using var file = PooledFile.Read(path);
        try
        {
            var image = Decode(file.Bytes);
            image.Tag = path;
            return image;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"The image file '{path}' cannot be read: {e.Message}.", e);
        }
    }

    /// <summary>A new image; the caller disposes of it.</summary>
    /// <exception cref="InvalidDataException">The bytes are no picture that can be decoded. The message is the end of a sentence.</exception>
    public static MLImage Decode(ArraySegment<byte> file)
    {
        using var stream = new MemoryStream(file.Array!, file.Offset, file.Count);
        try
        {
            return MLImage.CreateFromStream(stream);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException("it is damaged or not a picture", e);
        }
    }
}
