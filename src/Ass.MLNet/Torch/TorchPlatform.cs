using System.Runtime.InteropServices;

namespace Ass.MLNet.Torch;

/// <summary>The platform facts that decide which native packages a process can use.</summary>
/// <param name="Id">System and processor as NuGet names them: <c>linux-x64</c>, <c>win-x64</c>, <c>osx-arm64</c>, <c>linux-musl-x64</c>,
/// …</param>
/// <param name="HasLibtorch">Whether libtorch is in the application's folders.</param>
/// <param name="HasTorchSharp">Whether TorchSharp's own native library is.</param>
internal sealed record TorchPlatform(string Id, bool HasLibtorch, bool HasTorchSharp)
{
    /// <summary>The platforms for which NuGet has both TorchSharp's native library and libtorch.</summary>
    private static readonly string[] Supported = ["linux-x64", "win-x64", "osx-arm64"];

    /// <summary>The platform of this process.</summary>
    public static TorchPlatform Current =>
        new(CurrentId(), NativeFiles.Exists(FileName("torch_cpu")), NativeFiles.Exists(FileName("LibTorchSharp")));

    /// <summary>Whether packages exist for the platform.</summary>
    public bool IsSupported => Supported.Contains(Id);

    /// <summary>The supported platforms, joined for use in a sentence.</summary>
    public static string SupportedIds => string.Join(", ", Supported[..^1]) + " and " + Supported[^1];

    /// <summary>The packages, one of which the application needs, for example <c>libtorch-cpu-linux-x64 2.10.0 (CPU) or …</c>.</summary>
    public string Packages =>
        $"libtorch-cpu-{Id} {PackageVersions.Libtorch} (CPU)"
        + (CudaPackage is { } cuda ? $" or {cuda} {PackageVersions.TorchSharp} (NVIDIA GPU)" : "");

    private string? CudaPackage =>
        Id switch
        {
            "linux-x64" => "TorchSharp-cuda-linux",
            "win-x64" => "TorchSharp-cuda-windows",
            _ => null,
        };

    private static string FileName(string library) =>
        OperatingSystem.IsWindows() ? $"{library}.dll"
        : OperatingSystem.IsMacOS() ? $"lib{library}.dylib"
        : $"lib{library}.so";

    private static string CurrentId()
    {
        string system =
            OperatingSystem.IsWindows() ? "win"
            : OperatingSystem.IsMacOS() ? "osx"
            : RuntimeInformation.RuntimeIdentifier is var id && (id.Contains("musl") || id.StartsWith("alpine", StringComparison.Ordinal))
                ? "linux-musl"
            : "linux";
        return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }
}
