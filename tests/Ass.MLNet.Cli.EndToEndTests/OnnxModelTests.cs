using System.Diagnostics;
using Ass.MLNet.Cli;
using Ass.MLNet.Cli.CommandLine;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Verbs that take models for ONNX Runtime.</summary>
public sealed class OnnxModelTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly byte[] _expected;

    public OnnxModelTests()
    {
        var ml = new MLContext();
        using var torch = TestModel.Create(ml);
        using var onnx = torch.ToOnnx(ml);
        torch.SaveOnnx(_folder.At("model.onnx"));
        onnx.Save(_folder.At("onnx.zip"));
        using var image = TestModel.Picture(3, 40, 30);
        image.Save(_folder.At("images/a.png"));
        _expected = torch.Segment(image).ClassIds;
        _folder.Grey("labels/a.png", 40, _expected);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("model.onnx")]
    [InlineData("onnx.zip")]
    public async Task Graphs_and_model_files_predict_without_libtorch(string file)
    {
        string log = _folder.At("libraries");
        var start = ChildProcess.Describe(
            "Ass.MLNet.Cli",
            ["predict", "--model", _folder.At(file), "--images", _folder.At("images"), "--output", _folder.At("out")]
        );
        start.Environment["LD_DEBUG"] = "files";
        start.Environment["LD_DEBUG_OUTPUT"] = log;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await output;

        Assert.True(process.ExitCode == 0, error);
        using var written = Microsoft.ML.Data.MLImage.CreateFromFile(_folder.At("out/a.png"));
        Assert.Equal(_expected, TestModel.Ids(written));
        if (OperatingSystem.IsLinux())
        {
            string libraries = string.Concat(Directory.GetFiles(_folder.Root, "libraries*").Select(File.ReadAllText));
            Assert.Contains("libonnxruntime", libraries, StringComparison.Ordinal);
            Assert.DoesNotContain("libtorch", libraries, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void A_graph_is_evaluated_with_a_report_and_compared_with_a_model_for_libtorch()
    {
        using (var torch = TestModel.Create(new MLContext()))
        {
            torch.Save(_folder.At("torch.zip"));
        }
        string map = _folder.Text(
            "map.json",
            """{ "classes": ["road", "tree", "sky"], "values": { "0": "road", "1": "tree", "2": "sky" } }"""
        );
        int code = Invoke([
            .. new[] { "evaluate", "--model", _folder.At("model.onnx"), "--data", $"folder:{_folder.Root}", "--map", $"folder={map}" },
            .. new[] { "--csv", _folder.At("metrics.csv"), "--report", _folder.At("report"), "--before", _folder.At("torch.zip") },
        ]);

        Assert.Equal(0, code);
        Assert.Contains("pixel accuracy,,1", File.ReadAllLines(_folder.At("metrics.csv")));
        Assert.NotEmpty(Directory.GetFiles(_folder.At("report"), "strip-*.png", SearchOption.AllDirectories));
    }

    [Fact]
    public void What_needs_the_network_itself_says_so()
    {
        var error = Assert.Throws<InvalidDataException>(() =>
            Invoke(["export", "--model", _folder.At("model.onnx"), "--output", _folder.At("weights.safetensors")])
        );
        Assert.Contains("is a model for ONNX Runtime, and this needs a model for libtorch", error.Message, StringComparison.Ordinal);
        var damaged = Assert.Throws<InvalidDataException>(() =>
            Invoke(["predict", "--model", _folder.Text("bad.onnx", "hello"), "--images", _folder.At("images"), "--output", _folder.At("o")])
        );
        Assert.Contains("bad.onnx' cannot be read as a model: it is not an ONNX file", damaged.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.onnx")]
    [InlineData("onnx.zip")]
    public void A_GPU_for_a_model_on_ONNX_Runtime_is_refused_with_what_to_do(string file)
    {
        string model = _folder.At(file);
        Check("cuda:0", ["predict", "--model", model, "--images", _folder.At("images"), "--output", _folder.At("o"), "--device", "cuda"]);
        Check("cuda:1", ["evaluate", "--model", model, "--data", $"folder:{_folder.Root}", "--device", "cuda:1"]);
        Assert.False(Directory.Exists(_folder.At("o")));

        void Check(string device, string[] arguments)
        {
            var error = Assert.Throws<UsageException>(() => Invoke(arguments));
            Assert.StartsWith($"--device {device} is for models for libtorch, but '{model}'", error.Message, StringComparison.Ordinal);
            Assert.Contains("leave --device out, or give the run", error.Message, StringComparison.Ordinal);
        }
    }

    private static int Invoke(string[] arguments) =>
        CommandTree
            .Create(CommandTree.CreateVerbose(), CancellationToken.None)
            .Parse(arguments)
            .Invoke(new System.CommandLine.InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
