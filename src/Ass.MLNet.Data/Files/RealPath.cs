namespace Ass.MLNet.Files;

/// <summary>Paths without symbolic links.</summary>
internal static class RealPath
{
    // Windows and macOS usually take names that differ in case alone for one.
    private static readonly StringComparison Comparison =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>The real path of a file or folder, with all links resolved: its own, and those of the folders above it. What is not there
    /// keeps its name.</summary>
    /// <exception cref="IOException">Links lead in a circle.</exception>
    public static string Of(string path)
    {
        string full = Path.GetFullPath(path),
            real = Path.GetPathRoot(full)!;
        foreach (string part in full[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            var entry = new DirectoryInfo(real);
            real = entry.LinkTarget is not null ? Of(entry.ResolveLinkTarget(returnFinalTarget: true)!.FullName) : real;
        }

        return real;
    }

    /// <summary>Whether two paths lead to one file or folder.</summary>
    public static bool AreSame(string first, string second) => string.Equals(Of(first), Of(second), Comparison);
}
