using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using Ass.MLNet.Cli.CommandLine;
using Microsoft.ML;

namespace Ass.MLNet.Cli.Use;

/// <summary>The images that a network is quantized with: those of a data set, whose labels do not count, or of a folder.</summary>
/// <param name="Set">The data set, or null.</param>
/// <param name="Folder">The folder of images, where there is no data set.</param>
internal sealed record CalibrationImages(DatasetArgument? Set, string Folder)
{
    public const string OptionName = "--int8";

    /// <summary>The number of images that are read unless another is given.</summary>
    public const int UsualCount = 50;

    public static Option<CalibrationImages?> CreateOption() =>
        new(OptionName)
        {
            Description =
                "Let an ONNX graph compute with integers of 8 bits: a quarter of the size, and faster on processors with VNNI. "
                + "Takes images of the kind that will be predicted, a folder with its subfolders or a data set; labels are not needed.",
            HelpName = $"DIR|{DatasetArgument.Form}",
            CustomParser = Parse,
        };

    /// <summary>Quantizes a model.</summary>
    /// <param name="ml">Reads the images.</param>
    /// <param name="model">The model; the caller disposes of it.</param>
    /// <param name="count">The largest number of images.</param>
    /// <param name="cancellation">Stops before the next image.</param>
    public OnnxSegmentationTransformer Quantize(MLContext ml, OnnxSegmentationTransformer model, int count, CancellationToken cancellation)
    {
        var set = Set?.Open(classNames: null, maps: []) ?? ImageFolder.Open(Folder);
        Terminal.Notes(set);
        if (Set is null)
        {
            ImageFolder.CheckHoldsNoOutputs(Folder, set.ImagePaths);
            ImageFolder.CheckNamesNoMasks(Folder, set.ImagePaths);
        }
        var images = ml.Data.LoadSegmentation(set.AsTarget());
        int total = Math.Min(count, set.Count);
        try
        {
            return ProgressDisplay.Run($"Measuring the network's numbers on {total} of {set.Count} images.", total, report =>
                model.Quantize(images, count, new ImagesRead(total, report), cancellation)
            );
        }
        catch (OperationCanceledException e) when (cancellation.IsCancellationRequested)
        {
            throw new CommandCanceledException("Cancelled; nothing was written.", e);
        }
    }

    /// <summary>A text is a data set if a kind is before its first colon; else a folder, such as <c>C:\photos</c>.</summary>
    private static CalibrationImages? Parse(ArgumentResult result)
    {
        string text = result.Tokens[^1].Value;
        if (!DatasetKind.All.Any(kind => text.StartsWith(kind.Name + ":", StringComparison.Ordinal)))
        {
            return new CalibrationImages(null, text);
        }
        return DatasetArgument.Parse(result) is { } set ? new CalibrationImages(set, "") : null;
    }

    private sealed class ImagesRead(int total, ReportProgress report) : IProgress<int>
    {
        private readonly Stopwatch _clock = Stopwatch.StartNew();

        public void Report(int value) => report(value, _clock.Elapsed / value * (total - value), "");
    }
}
