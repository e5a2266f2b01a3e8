using Ass.MLNet.Cli.CommandLine;
using Microsoft.ML.Data;

namespace Ass.MLNet.Cli.Use;

/// <summary>Reads pictures of which one that is broken does not stop the others.</summary>
internal static class PictureReading
{
    /// <summary>The picture, or a sentence that names the file and says why it cannot be read; the caller disposes of the
    /// picture.</summary>
    public static (MLImage? Image, string? Problem) Read(string path)
    {
        try
        {
            return (ImageFile.Read(path), null);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return (null, Terminal.Message(e));
        }
    }
}
