using System.Reflection;

namespace Ass.MLNet.Torch;

/// <summary>Versions of the packages that messages recommend: the ones this library was built and tested with.</summary>
internal static class PackageVersions
{
    public static string Libtorch { get; } = Of("libtorch-cpu-linux-x64");

    public static string TorchSharp { get; } = Of("TorchSharp-cuda-linux");

    public static string ResNet18 { get; } = Of("Microsoft.ML.DnnImageFeaturizer.ResNet18");

    // The project file writes them into the assembly, from the same list that the build restores.
    private static string Of(string package) =>
        typeof(PackageVersions).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == package).Value!;
}
