using Ass.MLNet.Files;

namespace Ass.MLNet.Cli.Runs;

/// <summary>A lock file that only one holder can have open at a time. The operating system releases it if the process dies.</summary>
/// <remarks>The empty file stays: deleting it would let two holders each open a file of that name.</remarks>
internal static class FileClaim
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <returns>The claim, held until disposed; null if another holder has it.</returns>
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

    /// <summary>Takes the claim, waiting until it is free.</summary>
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
