using System.Text.RegularExpressions;

namespace Ass.MLNet.Torch;

/// <summary>Turns the loader's page-long error into a statement of what is missing and what to do.</summary>
internal static partial class TorchLoadFailure
{
    /// <param name="message">.NET's message; on Linux and macOS it includes the system's message for each file tried.</param>
    /// <param name="platform">The platform of the process.</param>
    public static string Explain(string message, TorchPlatform platform)
    {
        if (!platform.IsSupported)
        {
            return $"TorchSharp has no native library for {platform.Id}, which this process runs as; there are packages for "
                + $"{TorchPlatform.SupportedIds}.";
        }
        if (VersionNotFound().Match(message) is { Success: true } version)
        {
            return $"TorchSharp's native library does not load: this system's {Path.GetFileName(version.Groups["file"].Value)} is too "
                + $"old and has no {version.Groups["version"].Value}. "
                + (
                    version.Groups["version"].Value == "GLIBCXX_3.4.32"
                        ? "Building with the package Ass.MLNet removes that requirement from the copy in the output; here that "
                            + "did not happen (is AssWeakenLibstdcxx false, or was the file copied from elsewhere?). Build again with "
                            + "it, or run on a system with GCC 13's libstdc++ or newer (Debian 13, Ubuntu 24.04)."
                        : "Run on a newer system (Debian 12, Ubuntu 22.04 or later)."
                );
        }
        if (OtherProcessor().IsMatch(message))
        {
            return "TorchSharp's native library does not load: its file, or one that it needs, is damaged or built for another "
                + $"processor than this process's ({platform.Id}). Publish for it (dotnet publish -r {platform.Id}), with the package "
                + $"{platform.Packages}.";
        }
        if (message.Contains("undefined symbol", StringComparison.Ordinal))
        {
            return "TorchSharp's native library does not load: the libtorch that was found is of another version than the "
                + $"{PackageVersions.Libtorch} that TorchSharp {PackageVersions.TorchSharp} is built for. Use the package "
                + $"{platform.Packages}.";
        }
        if (!platform.HasTorchSharp)
        {
            return "TorchSharp's native library, which its package brings, is not in the application's folders. Copy all files of a "
                + $"publish for this platform (dotnet publish -r {platform.Id}), and do not exclude the package's native files.";
        }
        if (!platform.HasLibtorch)
        {
            return "The application has no libtorch, the native half of TorchSharp, which is a package for each platform. "
                + $"Add to the project of the program that runs: {platform.Packages}.";
        }
        if (DependencyNotFound().Match(message) is { Success: true } dependency)
        {
            return $"TorchSharp's native library does not load: {dependency.Groups["file"].Value} is missing. "
                + Advice(dependency.Groups["file"].Value);
        }
        return OperatingSystem.IsWindows()
            ? "TorchSharp's native library does not load, although libtorch is there. The usual cause is that the Visual C++ runtime "
                + "is missing: install https://aka.ms/vs/17/release/vc_redist.x64.exe."
            : $"TorchSharp's native library does not load, although libtorch is there: {message}";
    }

    private static string Advice(string library)
    {
        string? package = library switch
        {
            "libgomp.so.1" => "libgomp1",
            "libstdc++.so.6" => "libstdc++6",
            "libgcc_s.so.1" => "libgcc-s1",
            _ => null,
        };
        return package is null
            ? "It belongs beside the other native files of the application, or to the system."
            : $"It belongs to the system: apt-get install {package} (Debian, Ubuntu), or what holds it elsewhere.";
    }

    // glibc: "/lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by …)".
    [GeneratedRegex(@"(?<file>[^\s:]+): version [`'](?<version>[^'`]+)' not found")]
    private static partial Regex VersionNotFound();

    [GeneratedRegex(
        "invalid ELF header|wrong ELF class|file too short|incompatible architecture|0x800700C1|0x8007000B",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex OtherProcessor();

    // A missing dependency is named without a folder; paths with a folder are the places where the library itself was looked for.
    [GeneratedRegex(@"^\s*(?<file>[^/\\\s:]+): cannot open shared object file", RegexOptions.Multiline)]
    private static partial Regex DependencyNotFound();
}
