using System.CommandLine;
using System.Globalization;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Runs;

namespace Ass.MLNet.Cli.Use;

/// <summary><c>export</c>: a trained model for other frameworks: its weights, or a graph for ONNX Runtime.</summary>
internal static class ExportCommand
{
    private static readonly OnnxExportOptions Defaults = new();

    public static Command Create(Option<bool> verbose)
    {
        var model = CommonOptions.Model();
        var output = new Option<string>("--output")
        {
            Description = "The file to write, with the extension .safetensors or .onnx; one that is there is replaced.",
            HelpName = "FILE",
            Required = true,
        };
        var format = new ChoiceOption("--format", ChoiceOption.Values<ExportFormat>())
        {
            Description =
                "safetensors: the weights alone, which open in Python. onnx: a graph for ONNX Runtime, from images to classes. "
                + "Default: what the file's extension says.",
        };
        var input = new ChoiceOption("--input", ChoiceOption.Values<OnnxInput>(), Defaults.Input)
        {
            Description =
                "What an ONNX graph takes. bgr, rgb: bytes (N, H, W, 3) of images of any size, which the graph resizes and "
                + "normalises. normalized: floats (N, 3, H, W), ready for the network.",
        };
        var returns = new ChoiceOption("--returns", ChoiceOption.Values<OnnxOutput>(), Defaults.Output)
        {
            Description =
                "What an ONNX graph returns: a class id per pixel, class probabilities, or logits, at the image's size or (network-logits) "
                + "the network's.",
        };
        var command = new Command("export", "Write a trained model for other frameworks: its weights, or a graph for ONNX Runtime.")
        {
            model,
            output,
            format,
            input,
            returns,
        };
        command.SetAction(result =>
        {
            string file = result.GetRequiredValue(output);
            bool isOnnx = FindFormat(file, (ExportFormat?)format.ValueOf(result.GetValue(format))) == ExportFormat.Onnx;
            if (!isOnnx && new[] { input, returns }.FirstOrDefault(option => result.IsGiven(option)) is { } given)
            {
                throw new UsageException(
                    $"{given.Name} is for ONNX graphs, but {file} becomes a safetensors file, with the weights alone."
                );
            }

            var ml = new DeviceArgument((int?)null).CreateContext(result.GetValue(verbose));
            using var segmentation = ModelFile.LoadForLibtorch(ml, RunFolder.FindModel(result.GetRequiredValue(model)));
            if (!isOnnx)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
                segmentation.SaveWeights(file);
                Tell(file, "the weights under PyTorch's names.");
                return ExitCode.Success;
            }

            var options = new OnnxExportOptions
            {
                Input = (OnnxInput)input.ValueOf(result.GetValue(input))!,
                Output = (OnnxOutput)returns.ValueOf(result.GetValue(returns))!,
            };
            segmentation.SaveOnnx(file, options);
            Tell(file, $"takes {Describe(options.Input)}; returns {Describe(options.Output, segmentation.ClassNames.Count)}.");
            return ExitCode.Success;
        });
        return command;
    }

    private static ExportFormat FindFormat(string file, ExportFormat? given) =>
        given
        ?? Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".safetensors" => ExportFormat.Safetensors,
            ".onnx" => ExportFormat.Onnx,
            _ => throw new UsageException(
                $"--output {file} ends in neither .safetensors nor .onnx, so --format must say which of the two to write."
            ),
        };

    private static void Tell(string file, string content)
    {
        string size = (new FileInfo(file).Length / 1e6).ToString("0.0", CultureInfo.InvariantCulture);
        Terminal.Line($"Saved {file} ({size} MB): {content}");
    }

    private static string Describe(OnnxInput input) =>
        input switch
        {
            OnnxInput.Normalized => "'image', normalised floats (N, 3, H, W)",
            OnnxInput.Rgb => "'image', bytes R, G, B (N, H, W, 3)",
            _ => "'image', bytes B, G, R (N, H, W, 3)",
        };

    private static string Describe(OnnxOutput output, int classes) =>
        output switch
        {
            OnnxOutput.Ids => "'ids', bytes (N, H, W)",
            OnnxOutput.Softmax => $"'softmax', floats (N, {classes}, H, W)",
            OnnxOutput.Logits => $"'logits', floats (N, {classes}, H, W)",
            _ => $"'network_logits', floats (N, {classes}, h, w)",
        };
}
