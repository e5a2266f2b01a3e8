namespace Ass.MLNet.Cli.Runs;

/// <summary>A run's folder in the hands of one command, from before anything is looked at until it ends. The operating system takes it from
/// a process that dies.</summary>
internal sealed class RunClaim : IDisposable
{
    private readonly string _path;
    private readonly string[] _made;
    private readonly IDisposable _file;

    private RunClaim(string path, string[] made, IDisposable file) => (_path, _made, _file) = (path, made, file);

    /// <summary>Takes the folder, which is made where it does not exist.</summary>
    /// <exception cref="IOException">Another command has it.</exception>
    public static RunClaim Take(string path) =>
        TryTake(path)
        ?? throw new IOException(
            $"'{path}' is in use: another command is training there. Nothing was changed; wait until it has ended, stop it, or "
                + "choose another --output."
        );

    /// <returns>Null where another command has it.</returns>
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

    /// <summary>Lets go of the folder; one that was made for this and holds nothing is removed, with those above it that were.</summary>
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
