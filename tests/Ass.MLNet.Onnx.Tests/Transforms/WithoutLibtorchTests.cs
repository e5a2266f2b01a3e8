using System.Diagnostics;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>A program that references Ass.MLNet.Onnx alone, in a process of its own.</summary>
public sealed class WithoutLibtorchTests : IDisposable
{
    private const string Program = "Ass.MLNet.OnnxApp";

    private static readonly string Dependencies = Path.Combine(AppContext.BaseDirectory, Program + ".deps.json");
    private static readonly string Settings = Path.Combine(AppContext.BaseDirectory, Program + ".runtimeconfig.json");

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Also where there is no folder for temporary files.</summary>
    [Theory]
    [InlineData("model.zip", false)]
    [InlineData("model.onnx", true)]
    public async Task A_program_without_libtorch_predicts_and_saves(string file, bool withoutTemporaryFolder)
    {
        byte[] expected = Prepare(file);
        var (code, output, error) = await Run(
            withoutTemporaryFolder ? _folder.At("none/none") : null,
            "--depsfile",
            Dependencies,
            "--runtimeconfig",
            Settings,
            Path.Combine(AppContext.BaseDirectory, Program + ".dll"),
            _folder.At(file),
            _folder.At("picture.png"),
            _folder.At("saved.zip")
        );

        Assert.True(code == 0, error);
        Assert.Equal(
            ["40x30", Convert.ToHexString(expected), "none"],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        );
        Assert.Equal("", error);
        using var saved = OnnxSegmentationTransformer.Load(new MLContext(), _folder.At("saved.zip"));
        using var image = ImageFile.Read(_folder.At("picture.png"));
        Assert.Equal(expected, saved.Segment(image).ClassIds);
    }

    [Theory]
    [InlineData("model.zip")]
    [InlineData("model.onnx")]
    public async Task Without_ONNX_Runtimes_native_library_a_sentence_says_so(string file)
    {
        Prepare(file);

        // The program's managed files alone; without a list of dependencies .NET takes what lies in the folder.
        string list = File.ReadAllText(Dependencies);
        foreach (string path in Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll"))
        {
            if (list.Contains($"{Path.GetFileName(path)}\"", StringComparison.Ordinal))
            {
                File.Copy(path, _folder.At(Path.GetFileName(path)));
            }
        }
        var (code, _, error) = await Run(
            null,
            "--runtimeconfig",
            Settings,
            _folder.At(Program + ".dll"),
            _folder.At(file),
            _folder.At("picture.png")
        );

        Assert.NotEqual(0, code);
        Assert.Contains(
            "ONNX Runtime's native library, which the package Microsoft.ML.OnnxRuntime brings, does not load",
            error,
            StringComparison.Ordinal
        );
    }

    private byte[] Prepare(string file)
    {
        var ml = new MLContext();
        using var torch = TestModel.Create(ml);
        using var onnx = torch.ToOnnx(ml);
        onnx.Save(_folder.At("model.zip"));
        torch.SaveOnnx(_folder.At("model.onnx"));
        using var image = TestModel.Picture(3, 40, 30);
        image.Save(_folder.At("picture.png"));
        return onnx.Segment(image).ClassIds;
    }

    private static async Task<(int Code, string Output, string Error)> Run(string? temporaryFolder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (temporaryFolder is not null)
        {
            start.Environment["TMPDIR"] = temporaryFolder;
        }
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, error);
    }
}
