using System.IO.Compression;

namespace Ass.MLNet.Tests;

/// <summary>Changes zip archives, such as model files.</summary>
internal static class ArchiveEntries
{
    /// <summary>Changes an entry's content; null drops the entry. The stream is then at its beginning.</summary>
    public static void Change(Stream stream, string name, Func<byte[], byte[]?> change)
    {
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = archive.GetEntry(name)!;
            using var bytes = new MemoryStream();
            using (var content = entry.Open())
            {
                content.CopyTo(bytes);
            }

            entry.Delete();
            if (change(bytes.ToArray()) is { } changed)
            {
                using var content = archive.CreateEntry(name).Open();
                content.Write(changed);
            }
        }

        stream.Position = 0;
    }
}
