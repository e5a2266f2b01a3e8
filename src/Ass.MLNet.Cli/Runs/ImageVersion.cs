namespace Ass.MLNet.Cli.Runs;

/// <summary>A version of an image file, by which it is recognised without being read.</summary>
/// <param name="Length">The file's length in bytes.</param>
/// <param name="Modified">When it was last written.</param>
internal readonly record struct ImageVersion(long Length, DateTime Modified)
{
    /// <summary>That of a file, or of the file that a link leads to.</summary>
    public static ImageVersion Of(string path)
    {
        var file = new FileInfo(path);
        file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        return new(file.Length, file.LastWriteTimeUtc);
    }
}
