using Ass.MLNet;
using Ass.MLNet.Prediction;
using Microsoft.ML;

namespace LongRuns;

/// <summary>A small training that is killed at any moment and started again with the same command.</summary>
internal static class Training
{
    public static readonly string[] ClassNames = ["sky", "wall", "road"];

    /// <param name="data">A folder with source/ and target/, each with images/ and labels/.</param>
    /// <param name="workspace">Where checkpoints go.</param>
    /// <param name="model">The file for the finished model.</param>
    /// <param name="steps">Steps in all.</param>
    /// <param name="every">Steps between checkpoints.</param>
    /// <param name="calibrationBatches">Batches on which statistics are measured; null for as many as usual.</param>
    public static void Run(string data, string workspace, string model, int steps, int every, int? calibrationBatches)
    {
        StatisticsCalibration.Batches = calibrationBatches ?? StatisticsCalibration.Batches;
        var ml = new MLContext(seed: 1);
        ml.Log += (_, e) =>
        {
            if (e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
            {
                Console.WriteLine("warning: " + e.RawMessage);
            }
        };
        var target = Set(data, "target");
        var options = Options(steps);
        (options.Run.WorkspacePath, options.Run.Resume, options.Run.CheckpointEvery) = (workspace, true, every);
        (options.Run.ValidationSet, options.Run.ValidateEvery) = (ml.Data.LoadSegmentation(target.Take(2).AsTarget()), 3);
        options.Progress = p => Console.WriteLine($"step {p.Step}");
        using var trained = ml
            .Transforms.AssSegmentation(options)
            .Fit(ml.Data.LoadSegmentation(Set(data, "source").AsSource(), target.AsTarget(labeled: 3, seed: 1)));
        trained.Save(model);
    }

    public static AssSegmentationOptions Options(int steps) =>
        new()
        {
            Network = SegmentationNetwork.DeepLabV2MobileNetV2,
            ClassNames = ClassNames,
            Iterations = steps,
            BatchSize = 2,
            LearningRate = 1e-3,
            CropSize = new ImageSize(48, 48),
            Run = { ProgressInterval = 1 },
        };

    public static SegmentationDataset Set(string data, string domain) =>
        SegmentationDataset.Folder(
            Path.Combine(data, domain, "images"),
            Path.Combine(data, domain, "labels"),
            LabelMap.Identity(ClassNames)
        );
}
