namespace SegmentationService.Models;

/// <summary>What tells one content of a file from another without reading it.</summary>
/// <param name="Path">Where the file is, with no symbolic link in it: Kubernetes replaces a mounted file by pointing a link above it at
/// another folder, and what lies there may be of the same length and age.</param>
/// <param name="Length">Its length in bytes. Two trainings of one network give files of one length.</param>
/// <param name="Written">When it was written, which copies may keep.</param>
/// <param name="Created">When it was created, which copies do not keep.</param>
internal readonly record struct FileStamp(string Path, long Length, DateTime Written, DateTime Created)
{
    /// <summary>As many as Linux follows.</summary>
    private const int MostLinks = 40;

    /// <summary>The stamp of a file as it is now; null if it is missing or cannot be looked at.</summary>
    public static FileStamp? Of(string path)
    {
        try
        {
            int links = 0;
            var file = new FileInfo(Resolve(System.IO.Path.GetFullPath(path), ref links));
            return file.Exists ? new FileStamp(file.FullName, file.Length, file.LastWriteTimeUtc, file.CreationTimeUtc) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Resolve(string path, ref int links)
    {
        if (System.IO.Path.GetDirectoryName(path) is not { } folder)
        {
            return path;
        }

        string here = System.IO.Path.Combine(Resolve(folder, ref links), System.IO.Path.GetFileName(path));
        if (File.ResolveLinkTarget(here, returnFinalTarget: false) is not { } target)
        {
            return here;
        }

        return ++links <= MostLinks ? Resolve(target.FullName, ref links) : throw new IOException($"'{path}' is a circle of links.");
    }
}
