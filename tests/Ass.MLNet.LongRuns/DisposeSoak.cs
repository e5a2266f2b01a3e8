using System.Security.Cryptography;
using Ass.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;

namespace LongRuns;

/// <summary>Again and again disposes a model that eight threads predict with, in every way there is, while the next one is loaded: each
/// prediction is the right one or says that the model is disposed, and memory does not grow.</summary>
internal static class DisposeSoak
{
    private const int Threads = 8;
    private const int Distinct = 6;

    /// <param name="rounds">Models that are disposed while they are in use.</param>
    /// <param name="file">A model file; null to train one.</param>
    public static void Run(int rounds, string? file)
    {
        var ml = new MLContext(seed: 1);
        byte[] saved = file is null ? Train(ml) : File.ReadAllBytes(file);
        var model = Load(ml, saved);
        string[] expected = [.. Enumerable.Range(0, Distinct).Select(i => Segment(model, i))];
        long finished = 0;
        long byWorkers = 0;
        long? oneModel = null;
        var random = new Random(1);
        for (int round = 0; round < rounds; round++)
        {
            using var started = new CountdownEvent(Threads);
            var workers = Enumerable
                .Range(0, Threads)
                .Select(i =>
                    Task.Factory.StartNew(() => Predict(ml, model, way: i % 3, expected, started), TaskCreationOptions.LongRunning)
                )
                .ToArray();
            started.Wait();
            Thread.Sleep(random.Next(20));
            model.Dispose();
            model = Load(ml, saved);
            Task.WaitAll(workers);
            finished += workers.Sum(w => w.Result.Predictions);

            // One thread makes what another may free: only their sum says what is left, which is the model that was loaded last.
            byWorkers += workers.Sum(w => w.Result.LiveTensors);
            long live = LiveTensors() + byWorkers;
            oneModel ??= live;
            if (live != oneModel)
            {
                throw new InvalidOperationException($"Round {round}: {live} tensors live, and {oneModel} after the first round.");
            }
            if ((round + 1) % Math.Max(1, rounds / 5) == 0)
            {
                Console.WriteLine(
                    $"{round + 1} models disposed in use, {finished} predictions, {live} live tensors, resident "
                        + $"{Environment.WorkingSet >> 20} MiB"
                );
            }
        }
    }

    /// <summary>Those that this thread has made, less those that it has freed.</summary>
    private static long LiveTensors() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    private static byte[] Train(MLContext ml)
    {
        var rows = Enumerable
            .Range(0, 4)
            .Select(i =>
            {
                var (image, label) = Pictures.Make(i, 64, 48, i % 2 == 1);
                return new Example
                {
                    Image = image,
                    Label = label,
                    Domain = i % 2 == 1 ? "target" : "source",
                };
            });
        using var trained = ml.Transforms.AssSegmentation(Training.Options(steps: 1)).Fit(ml.Data.LoadFromEnumerable(rows.ToList()));
        using var stream = new MemoryStream();
        trained.Save(stream);
        return stream.ToArray();
    }

    private static AssSegmentationTransformer Load(MLContext ml, byte[] saved) =>
        AssSegmentationTransformer.Load(ml, new MemoryStream(saved, writable: false));

    /// <summary>Predicts until the model is disposed.</summary>
    private static (int Predictions, long LiveTensors) Predict(
        MLContext ml,
        AssSegmentationTransformer model,
        int way,
        string[] expected,
        CountdownEvent started
    )
    {
        int made = 0;
        try
        {
            foreach (string found in Predictions(ml, model, way, () => started.Signal()))
            {
                if (found != expected[made % Distinct])
                {
                    throw new InvalidOperationException($"Prediction {made} in way {way} got other pixels than the first time.");
                }
                made++;
            }
        }
        catch (ObjectDisposedException)
        {
            return (made, LiveTensors());
        }

        throw new InvalidOperationException("The predictions ended by themselves.");
    }

    private static IEnumerable<string> Predictions(MLContext ml, AssSegmentationTransformer model, int way, Action begin)
    {
        if (way == 0)
        {
            begin();
            for (int i = 0; ; i++)
            {
                yield return Segment(model, i % Distinct);
            }
        }

        if (way == 1)
        {
            var rows = ml.Data.LoadFromEnumerable(
                Enumerable.Range(0, int.MaxValue).Select(i => new Input { Image = Picture(i % Distinct) })
            );
            var predicted = ml.Data.CreateEnumerable<Predicted>(model.Transform(rows), reuseRowObject: true);
            begin();
            foreach (var row in predicted)
            {
                yield return Hash(row.PredictedLabel!);
            }
        }

        using var engine = ml.Model.CreatePredictionEngine<Input, Predicted>(
            model,
            new PredictionEngineOptions { OwnsTransformer = false }
        );
        begin();
        for (int i = 0; ; i++)
        {
            using var image = Picture(i % Distinct);
            using var predicted = engine.Predict(new Input { Image = image }).PredictedLabel!;
            yield return Hash(predicted);
        }
    }

    private static MLImage Picture(int i) => Pictures.Make(i, 64, 48, target: true).Image;

    private static string Segment(AssSegmentationTransformer model, int i)
    {
        using var image = Picture(i);
        using var mask = model.Segment(image).ToImage();
        return Hash(mask);
    }

    private static string Hash(MLImage label) => Convert.ToHexString(SHA256.HashData(label.Pixels));

    private sealed class Example
    {
        [Microsoft.ML.Transforms.Image.ImageType(48, 64)]
        public MLImage? Image { get; set; }

        public byte[] Label { get; set; } = [];

        public string Domain { get; set; } = "";
    }

    private sealed class Input
    {
        [Microsoft.ML.Transforms.Image.ImageType(48, 64)]
        public MLImage? Image { get; set; }
    }

    private sealed class Predicted
    {
        public MLImage? PredictedLabel { get; set; }
    }
}
