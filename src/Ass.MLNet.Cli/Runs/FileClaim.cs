using Ass.MLNet.Files;

namespace Ass.MLNet.Cli.Runs;

/// <summary>A file that one holder at a time has open: the sign that something is being worked on. The operating system takes it from a
/// process that dies.</summary>
/// <remarks>The empty file stays: removing it would let two holders have one of that name each.</remarks>
internal static class FileClaim
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <returns>Held until it is disposed; null where another one holds it.</returns>
    public static IDisposable? TryTake(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (FileInUse.IsReasonOf(e))
        {
            return null;
        }
    }

    /// <summary>Waits for it.</summary>
    public static IDisposable Take(string path)
    {
        while (true)
        {
            if (TryTake(path) is { } claim)
            {
                return claim;
            }
            Thread.Sleep(Pause);
        }
    }
}
