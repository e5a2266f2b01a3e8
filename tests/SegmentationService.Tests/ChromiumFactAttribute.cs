using Xunit;

namespace SegmentationService.Tests;

/// <summary>A fact about the page in a browser; skipped where no Chromium is found.</summary>
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Path is null)
        {
            Skip = "No Chromium: set CHROMIUM to its file, or install it (Debian: apt-get install chromium).";
        }
    }

    /// <summary>The browser's file; null if there is none.</summary>
    public static string? Path { get; } = Find();

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named)
        {
            return named;
        }

        string[] names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator);
        return folders.SelectMany(folder => names.Select(name => System.IO.Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}
