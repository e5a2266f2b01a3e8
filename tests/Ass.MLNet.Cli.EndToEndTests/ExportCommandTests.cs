using System.CommandLine;
using Ass.MLNet.Cli;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Export.Protocol;
using Ass.MLNet.Onnx;
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
    public void OptionsSayWhatAGraphTakesAndReturns()
    {
        string model = SaveModel();
        string file = _folder.At("graph.bin");

        Assert.Equal(
            0,
            Export("--model", model, "--output", file, "--format", "onnx", "--input", "normalized", "--returns", "network-logits")
        );
        var description = Describe("graph.bin");
        Assert.Equal((OnnxInput.Normalized, OnnxOutput.NetworkLogits), (description.Input, description.Output));
        Assert.Equal(TestModel.ClassNames, description.ClassNames);
    }

    [Theory]
    [InlineData("--output x.bin ends in neither .safetensors nor .onnx", "--output", "x.bin")]
    [InlineData("--returns is for ONNX graphs", "--output", "x.safetensors", "--returns", "softmax")]
    [InlineData("--input is for ONNX graphs", "--output", "x.onnx", "--format", "safetensors", "--input", "bgr")]
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

    private OnnxDescription Describe(string file)
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(_folder.At(file)));
        return OnnxDescription.Parse(model.MetadataProps.ToDictionary(text => text.Key, text => text.Value));
    }
}
