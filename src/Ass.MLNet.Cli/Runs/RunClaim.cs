namespace Ass.MLNet.Cli.Runs;

/// <summary>One command's claim on a run's folder, from before it reads anything until it ends. The operating system releases it if the
/// process dies.</summary>
internal sealed class RunClaim : IDisposable
{
    private readonly string _path;
    private readonly string[] _made;
    private readonly IDisposable _file;

    private RunClaim(string path, string[] made, IDisposable file) => (_path, _made, _file) = (path, made, file);

    /// <summary>Claims the folder, which is created if missing.</summary>
    /// <exception cref="IOException">Another command has claimed it.</exception>
    public static RunClaim Take(string path) =>
        TryTake(path)
        ?? throw new IOException(
            $"'{path}' is in use: another command is training there. Nothing was changed; wait until it has ended, stop it, or "
                + "choose another --output."
        );

    /// <returns>Null if another command has claimed it.</returns>
    /// <exception cref="IOException">There is a file of that name.</exception>
    public static RunClaim? TryTake(string path)
    {
        string full = Path.GetFullPath(path);
        if (File.Exists(full))
        {
            throw new IOException($"'{path}' is a file, and no folder for a run.");
        }
        string[] made = [.. Ancestors(full).TakeWhile(folder => !Directory.Exists(folder))];
        return FileClaim.TryTake(Path.Combine(full, RunFiles.Claim)) is { } file ? new(full, made, file) : null;
    }

    /// <summary>Releases the folder; if it was created for the claim and is empty, it is deleted, with any parents created for
    /// it.</summary>
    public void Dispose()
    {
        _file.Dispose();
        if (
            !Directory.Exists(_path)
            || _made.Length == 0
            || Directory.EnumerateFileSystemEntries(_path).Any(entry => Path.GetFileName(entry) is not (RunFiles.Claim or RunFiles.InUse))
        )
        {
            return;
        }
        File.Delete(Path.Combine(_path, RunFiles.InUse));
        File.Delete(Path.Combine(_path, RunFiles.Claim));
        foreach (string folder in _made.TakeWhile(folder => !Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            Directory.Delete(folder);
        }
    }

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (string? f = folder; f is not null; f = Path.GetDirectoryName(f))
        {
            yield return f;
        }
    }
}
