using System.Diagnostics;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class TorchLibraryTests : IDisposable
{
    private const string Library = "libLibTorchSharp.so";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LinuxFact]
    public async Task AProgramWithoutLibtorchIsToldWhichPackageToAdd()
    {
        string error = await ErrorOfLoading(CopyProgram());

        Assert.Contains("Add to the project of the program that runs: libtorch-cpu-linux-x64 ", error);
        Assert.DoesNotContain("Interactive", error);
    }

    [LinuxFact]
    public async Task AProgramWithoutTorchSharpsLibraryIsToldWhatIsMissing()
    {
        string program = CopyProgram();
        File.Delete(_folder.At(Library));

        Assert.Contains("not in the application's folders", await ErrorOfLoading(program));
    }

    // Beside the program lies what it needs but libtorch; the tests' own folder has that.
    private string CopyProgram()
    {
        string from = AppContext.BaseDirectory;
        string[] files =
        [
            .. Directory.GetFiles(from, "*.dll"),
            Path.Combine(from, "Ass.MLNet.LoadApp.runtimeconfig.json"),
            Directory.GetFiles(from, Library, SearchOption.AllDirectories).First(),
        ];
        foreach (string file in files)
        {
            string name = Path.GetFileName(file);
            if (!name.StartsWith("Microsoft.TestPlatform", StringComparison.Ordinal) && !name.StartsWith("xunit", StringComparison.Ordinal))
            {
                File.Copy(file, _folder.At(name));
            }
        }

        return _folder.At("Ass.MLNet.LoadApp.dll");
    }

    private async Task<string> ErrorOfLoading(string program)
    {
        var ml = new MLContext();
        using var model = TestModel.Create(ml);
        ml.Model.Save(model, inputSchema: null, _folder.At("model.zip"));
        var start = new ProcessStartInfo("dotnet", ["exec", program, _folder.At("model.zip"), "picture.png"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();

        Assert.Equal("", await process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.NotEqual(0, process.ExitCode);
        return await error;
    }
}
