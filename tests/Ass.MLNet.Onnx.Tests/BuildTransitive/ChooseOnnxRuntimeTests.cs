using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Which native libraries the package's step in the build leaves in a program.</summary>
public sealed class ChooseOnnxRuntimeTests : IDisposable
{
    private const string Cpu = "Microsoft.ML.OnnxRuntime";
    private const string Gpu = "Microsoft.ML.OnnxRuntime.Gpu.Linux";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Of a program without a runtime identifier, which a GPU's package has files for on one platform of several.</summary>
    [Fact]
    public async Task The_CPUs_library_stays_where_the_GPUs_package_has_none()
    {
        string[] left = await Choose(
            "RuntimeTargetsCopyLocalItems",
            ("cpu/linux-x64/libonnxruntime.so", Cpu, "linux-x64"),
            ("cpu/linux-x64/libonnxruntime_providers_shared.so", Cpu, "linux-x64"),
            ("cpu/linux-arm64/libonnxruntime.so", Cpu, "linux-arm64"),
            ("cpu/osx-arm64/libonnxruntime.dylib", Cpu, "osx-arm64"),
            ("cpu/ios/onnxruntime.zip", Cpu, "ios"),
            ("gpu/linux-x64/libonnxruntime.so", Gpu, "linux-x64"),
            ("gpu/linux-x64/libonnxruntime_providers_shared.so", Gpu, "linux-x64"),
            ("skia/linux-x64/libSkiaSharp.so", "SkiaSharp", "linux-x64")
        );

        Assert.Equal(
            [
                "cpu/linux-arm64/libonnxruntime.so",
                "cpu/osx-arm64/libonnxruntime.dylib",
                "gpu/linux-x64/libonnxruntime.so",
                "gpu/linux-x64/libonnxruntime_providers_shared.so",
                "skia/linux-x64/libSkiaSharp.so",
            ],
            left
        );
    }

    [Fact]
    public async Task In_a_program_for_one_platform_the_GPUs_library_takes_the_CPUs_place()
    {
        string[] left = await Choose(
            "NativeCopyLocalItems",
            ("cpu/libonnxruntime.so", Cpu, ""),
            ("gpu/libonnxruntime.so", Gpu, ""),
            ("skia/libSkiaSharp.so", "SkiaSharp", "")
        );

        Assert.Equal(["gpu/libonnxruntime.so", "skia/libSkiaSharp.so"], left);
    }

    /// <summary>Gives the step the files of packages, as the SDK does, and returns those that are left.</summary>
    private async Task<string[]> Choose(string items, params (string File, string Package, string Platform)[] files)
    {
        string project = _folder.Text(
            "program.proj",
            $"""
            <Project>
              <Target Name="ResolvePackageAssets">
                <ItemGroup>
                  {string.Concat(
                files.Select(file =>
                    $"<{items} Include=\"{file.File}\" NuGetPackageId=\"{file.Package}\" RuntimeIdentifier=\"{file.Platform}\" />"
                )
            )}
                </ItemGroup>
              </Target>
              <Import Project="{Path.Combine(AppContext.BaseDirectory, "Ass.MLNet.Onnx.targets")}" />
            </Project>
            """
        );
        var start = new ProcessStartInfo(
            "dotnet",
            ["msbuild", project, "-nologo", "-nodeReuse:false", "-target:ResolvePackageAssets", $"-getItem:{items}"]
        )
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
        using var json = JsonDocument.Parse(output);
        return
        [
            .. json
                .RootElement.GetProperty("Items")
                .GetProperty(items)
                .EnumerateArray()
                .Select(item => item.GetProperty("Identity").GetString()!.Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];
    }
}
