using System.CommandLine;
using System.Globalization;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Runs;
using Ass.MLNet.Files;

namespace Ass.MLNet.Cli.Use;

/// <summary><c>export</c>: a trained model for other frameworks: its weights, or a graph for ONNX Runtime.</summary>
internal static class ExportCommand
{
    private static readonly OnnxExportOptions Defaults = new();

    public static Command Create(Option<bool> verbose, CancellationToken cancellation)
    {
        var model = new Option<string>("--model")
        {
            Description =
                $"A trained model: the file, or the folder of the run that made it. For {CalibrationImages.OptionName} also an ONNX graph "
                + "that 'export' wrote.",
            HelpName = "RUN|FILE",
            Required = true,
        };
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
        var int8 = CalibrationImages.CreateOption();
        var count = new NumberOption<int>("--int8-images", least: 1)
        {
            Description = $"How many of the images of {CalibrationImages.OptionName} to read, spread over all of them.",
            DefaultValueFactory = _ => CalibrationImages.UsualCount,
        };
        var command = new Command("export", "Write a trained model for other frameworks: its weights, or a graph for ONNX Runtime.")
        {
            model,
            output,
            format,
            input,
            returns,
            int8,
            count,
        };
        command.SetAction(result =>
        {
            string file = result.GetRequiredValue(output);
            bool isOnnx = FindFormat(file, (ExportFormat?)format.ValueOf(result.GetValue(format))) == ExportFormat.Onnx;
            if (!isOnnx && new Option[] { input, returns, int8, count }.FirstOrDefault(option => result.IsGiven(option)) is { } given)
            {
                throw new UsageException(
                    $"{given.Name} is for ONNX graphs, but {file} becomes a safetensors file, with the weights alone."
                );
            }

            if (!isOnnx && ModelFile.IsGraph(file))
            {
                throw new UsageException(
                    $"--format safetensors writes weights, but {file} ends in .onnx, as graphs do: choose another name."
                );
            }

            var options = new OnnxExportOptions
            {
                Input = (OnnxInput)input.ValueOf(result.GetValue(input))!,
                Output = (OnnxOutput)returns.ValueOf(result.GetValue(returns))!,
            };
            var calibration = result.GetValue(int8);
            if (calibration is null && result.IsGiven(count))
            {
                throw new UsageException($"{count.Name} needs {CalibrationImages.OptionName}, the images.");
            }
            if (calibration is not null && options.Input == OnnxInput.Normalized)
            {
                throw new UsageException($"{CalibrationImages.OptionName} is for graphs that take images: --input bgr or rgb.");
            }

            var ml = new DeviceArgument((int?)null).CreateContext(result.GetValue(verbose));
            string from = RunFolder.FindModel(result.GetRequiredValue(model));
            if (RealPath.AreSame(from, file))
            {
                string through = Path.GetFullPath(from) == Path.GetFullPath(file) ? "" : $", '{RealPath.Of(from)}', by another name";
                throw new UsageException($"--output {file} is the model itself{through}: choose another file.");
            }
            if (isOnnx && !ModelFile.IsGraph(file))
            {
                throw new UsageException($"--output must end in .onnx for a graph, by which the other verbs know it, but is {file}.");
            }
            if (calibration is not null && ModelFile.IsGraph(from))
            {
                if (new[] { input, returns }.FirstOrDefault(option => result.IsGiven(option)) is { } other)
                {
                    throw new UsageException(
                        $"{other.Name} is for models, but {from} is a graph, which stays what it is but for its numbers."
                    );
                }
                using var graph = OnnxSegmentationTransformer.Load(ml, from);
                SaveQuantized(graph);
                Tell(file, $"{from} with integers of 8 bits.");
                return ExitCode.Success;
            }

            using var segmentation = ModelFile.LoadForLibtorch(ml, from);
            if (!isOnnx)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
                segmentation.SaveWeights(file);
                Tell(file, "the weights under PyTorch's names.");
                return ExitCode.Success;
            }

            if (calibration is null)
            {
                segmentation.SaveOnnx(file, options);
            }
            else
            {
                using var written = TemporaryFile.Holding(stream => segmentation.SaveOnnx(stream, options));
                using var graph = OnnxSegmentationTransformer.Load(ml, written);
                SaveQuantized(graph);
            }
            string numbers = calibration is null ? "" : "; computes with integers of 8 bits";
            Tell(file, $"takes {Describe(options.Input)}; returns {Describe(options.Output, segmentation.ClassNames.Count)}{numbers}.");
            return ExitCode.Success;

            void SaveQuantized(OnnxSegmentationTransformer graph)
            {
                using var quantized = calibration.Quantize(ml, graph, result.GetValue(count), cancellation);
                quantized.SaveOnnx(file);
            }
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
                $"--output {file} ends in neither .safetensors nor .onnx, which say what to write; for other names, --format safetensors "
                    + "writes weights."
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
