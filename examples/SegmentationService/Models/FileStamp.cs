namespace SegmentationService.Models;

/// <summary>What tells one content of a file from another without reading it.</summary>
internal readonly record struct FileStamp(string Target, long Length, DateTime Written)
{
    /// <summary>The stamp of a file as it is now; null if it is missing or cannot be looked at.</summary>
    /// <remarks>Through symbolic links: Kubernetes replaces a mounted file by pointing a link at another folder.</remarks>
    public static FileStamp? Of(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
            {
                file = target;
            }

            return file.Exists ? new FileStamp(file.FullName, file.Length, file.LastWriteTimeUtc) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
