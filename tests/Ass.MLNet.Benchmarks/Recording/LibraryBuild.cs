using System.Reflection;

namespace Ass.MLNet.Benchmarks;

/// <summary>Which library is measured.</summary>
internal static class LibraryBuild
{
    // Such as 0.1.0+7d1f…: the build adds the commit where it runs in a clone.
    private static readonly string[] Informational = typeof(AssSegmentationOptions)
        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion.Split('+', 2);

    public static string Version => Informational[0];

    public static string? Commit => Informational.ElementAtOrDefault(1);
}
