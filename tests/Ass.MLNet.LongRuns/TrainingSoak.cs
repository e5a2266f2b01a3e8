using Ass.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LongRuns;

/// <summary>Trains for long on images whose sizes vary, with validations and checkpoints, and prints memory as it goes.</summary>
internal static class TrainingSoak
{
    public static void Run(int steps)
    {
        var ml = new MLContext(seed: 1);
        var options = Training.Options(steps);
        (options.CropSize, options.Augmentation.MinScale, options.Augmentation.MaxScale) = (null, 0.8, 1.2);
        (options.Run.ValidationSet, options.Run.ValidateEvery) = (Rows(ml, 300, 4), Math.Max(1, steps / 20));
        string workspace = Directory.CreateTempSubdirectory("ass-soak-").FullName;
        (options.Run.WorkspacePath, options.Run.CheckpointEvery, options.Run.ProgressInterval) = (
            workspace,
            Math.Max(1, steps / 20),
            Math.Max(1, steps / 40)
        );
        options.Progress = p => Console.WriteLine($"step {p.Step}: {Pictures.Memory()}{(p.Validation is null ? "" : ", validated")}");
        try
        {
            ml.Transforms.AssSegmentation(options).Fit(Rows(ml, 0, 40)).Dispose();
        }
        finally
        {
            Directory.Delete(workspace, recursive: true);
        }

        Console.WriteLine($"model disposed: {Pictures.Memory()}");
    }

    private static IDataView Rows(MLContext ml, int first, int count) =>
        ml.Data.LoadFromEnumerable(
            Enumerable
                .Range(first, count)
                .Select(i =>
                {
                    bool target = i % 2 == 1;
                    var (image, label) = Pictures.Make(i, 48 + (i % 5 * 8), 48 + (i % 3 * 8), target);
                    return new Row
                    {
                        Image = image,
                        Label = label,
                        Domain = target ? "target" : "source",
                    };
                })
                .ToList()
        );

    private sealed class Row
    {
        [Microsoft.ML.Transforms.Image.ImageType(64, 64)]
        public MLImage? Image { get; set; }

        public byte[] Label { get; set; } = [];

        public string Domain { get; set; } = "";
    }
}
