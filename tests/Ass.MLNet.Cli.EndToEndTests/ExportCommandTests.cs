using System.CommandLine;
using System.Diagnostics;
using Ass.MLNet.Cli;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Onnx;
using Ass.MLNet.Onnx.Protocol;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class ExportCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task TheExtensionSaysWhatIsWrittenAndTheOutputWhatItIs()
    {
        string model = SaveModel();
        var (code, output, error) = await CommandLine.Run("export", "--model", model, "--output", _folder.At("new/model.onnx"));

        Assert.True(code == 0, error);
        Assert.Matches(
            @"^Saved .*model\.onnx \(\d+\.\d MB\): takes 'image', bytes B, G, R \(N, H, W, 3\); returns 'ids', bytes \(N, H, W\)\.\s*$",
            output
        );
        var description = Describe("new/model.onnx");
        Assert.Equal((OnnxInput.Bgr, OnnxOutput.Ids), (description.Input, description.Output));

        Assert.Equal(0, Export("--model", model, "--output", _folder.At("new/model.safetensors")));
        Assert.Equal((byte)'{', File.ReadAllBytes(_folder.At("new/model.safetensors"))[8]);
    }

    [Fact]
    public void TheModelIsNotReplacedByItsExport()
    {
        string model = SaveModel();

        var itself = Assert.Throws<UsageException>(() => Export("--model", model, "--output", model, "--format", "onnx"));
        Assert.Contains("is the model itself", itself.Message, StringComparison.Ordinal);
        var unknown = Assert.Throws<UsageException>(() =>
            Export("--model", model, "--output", _folder.At("graph.bin"), "--format", "onnx")
        );
        Assert.Contains("must end in .onnx", unknown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("link.onnx")]
    [InlineData("linked/model.onnx")]
    public void AGraphIsNotReplacedThroughALink(string output)
    {
        string images = SaveImages(),
            graph = _folder.At("real/model.onnx");
        Assert.Equal(0, Export("--model", SaveModel(), "--output", graph));
        File.CreateSymbolicLink(_folder.At("link.onnx"), graph);
        Directory.CreateSymbolicLink(_folder.At("linked"), _folder.At("real"));
        byte[] before = File.ReadAllBytes(graph);

        var error = Assert.Throws<UsageException>(() => Export("--model", graph, "--output", _folder.At(output), "--int8", images));
        Assert.Contains("is the model itself, '", error.Message, StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => Export("--model", _folder.At(output), "--output", graph, "--int8", images));
        Assert.Equal(before, File.ReadAllBytes(graph));
    }

    [Fact]
    public async Task AGraphComputesWithIntegersWhereNoTemporaryFileCanBeMade()
    {
        var start = ChildProcess.Describe(
            "Ass.MLNet.Cli",
            ["export", "--model", SaveModel(), "--output", _folder.At("int8.onnx"), "--int8", SaveImages()]
        );
        start.Environment["TMPDIR"] = _folder.At("none/none");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await output;

        Assert.True(process.ExitCode == 0, error);
        Assert.True(Describe("int8.onnx").IsQuantized);
    }

    [Fact]
    public void OptionsSayWhatAGraphTakesAndReturns()
    {
        string model = SaveModel();
        string file = _folder.At("graph.onnx");

        Assert.Equal(
            0,
            Export("--model", model, "--output", file, "--format", "onnx", "--input", "normalized", "--returns", "network-logits")
        );
        var description = Describe("graph.onnx");
        Assert.Equal((OnnxInput.Normalized, OnnxOutput.NetworkLogits), (description.Input, description.Output));
        Assert.Equal(TestModel.ClassNames, description.ClassNames);
    }

    [Fact]
    public async Task AGraphComputesWithIntegersWhereImagesAreGiven()
    {
        string model = SaveModel(),
            images = SaveImages(),
            floats = _folder.At("floats.onnx"),
            integers = _folder.At("int8.onnx"),
            again = _folder.At("again.onnx");
        var (code, output, error) = await CommandLine.Run("export", "--model", model, "--output", integers, "--int8", images);

        Assert.True(code == 0, error);
        Assert.Contains("Measuring the network's numbers on 3 of 3 images.", output, StringComparison.Ordinal);
        Assert.Matches(@"int8\.onnx \(\d+\.\d MB\): takes .*; computes with integers of 8 bits\.\s*$", output);
        Assert.True(Describe("int8.onnx").IsQuantized);

        // A data set's images, and a graph that is there.
        Assert.Equal(0, Export("--model", model, "--output", floats));
        Assert.Equal(
            0,
            Export("--model", floats, "--output", again, "--int8", $"folder:{Path.GetDirectoryName(images)}", "--int8-images", "2")
        );
        Assert.False(Describe("floats.onnx").IsQuantized);
        Assert.True(Describe("again.onnx").IsQuantized);
        Assert.InRange(new FileInfo(integers).Length, 1, new FileInfo(floats).Length * 0.3);

        var twice = Assert.Throws<InvalidOperationException>(() => Export("--model", again, "--output", floats, "--int8", images));
        Assert.Contains("quantized already", twice.Message, StringComparison.Ordinal);
        var changed = Assert.Throws<UsageException>(() =>
            Export("--model", floats, "--output", again, "--int8", images, "--returns", "softmax")
        );
        Assert.Contains("--returns is for models", changed.Message, StringComparison.Ordinal);
        Assert.True(Describe("again.onnx").IsQuantized);
    }

    [Theory]
    [InlineData("--int8 is for ONNX graphs", "--output", "x.safetensors", "--int8", "photos")]
    [InlineData("--int8 is for graphs that take images", "--output", "x.onnx", "--int8", "photos", "--input", "normalized")]
    [InlineData("--int8-images needs --int8", "--output", "x.onnx", "--int8-images", "5")]
    [InlineData("--output x.bin ends in neither .safetensors nor .onnx", "--output", "x.bin")]
    [InlineData("--returns is for ONNX graphs", "--output", "x.safetensors", "--returns", "softmax")]
    [InlineData("--input is for ONNX graphs", "--output", "x.onnx", "--format", "safetensors", "--input", "bgr")]
    [InlineData("--format safetensors writes weights, but x.onnx ends in .onnx", "--output", "x.onnx", "--format", "safetensors")]
    public void WhatMakesNoSenseIsRefusedBeforeTheModelIsRead(string expected, params string[] arguments)
    {
        var error = Assert.Throws<UsageException>(() => Export(["--model", _folder.At("none.zip"), .. arguments]));
        Assert.Contains(expected, error.Message);
    }

    private static int Export(params string[] arguments) =>
        CommandTree
            .Create(CommandTree.CreateVerbose(), CancellationToken.None)
            .Parse(["export", .. arguments])
            .Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });

    private string SaveModel()
    {
        string file = _folder.At("model.zip");
        using var model = TestModel.Create(new MLContext());
        model.Save(file);
        return file;
    }

    private string SaveImages()
    {
        string folder = Directory.CreateDirectory(_folder.At("images")).FullName;
        for (int i = 0; i < 3; i++)
        {
            using var image = TestModel.Picture(i);
            image.Save(Path.Combine(folder, $"{i}.png"));
        }
        return folder;
    }

    private OnnxDescription Describe(string file)
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(_folder.At(file)));
        return OnnxDescription.Parse(model.MetadataProps.ToDictionary(text => text.Key, text => text.Value));
    }
}
