using System.Diagnostics;
using System.Security.Cryptography;
using Ass.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LongRuns;

/// <summary>Scores many images through PredictionEngine, through Transform and from several threads: the memory must stay flat and an image
/// must get the same pixels each time.</summary>
internal static class ScoringSoak
{
    /// <summary>Different pictures; each comes again and again.</summary>
    private const int Distinct = 20;

    public static void Run(int images, int threads)
    {
        var ml = new MLContext(seed: 1);
        var options = Training.Options(steps: 2);
        using var model = ml
            .Transforms.AssSegmentation(options)
            .Fit(ml.Data.LoadFromEnumerable(Enumerable.Range(0, 4).Select(i => Row(i, i % 2 == 1)).ToList()));
        var expected = Enumerable.Range(0, Distinct).Select(i => Hash(model, i)).ToArray();

        Watch("Segment, 1 thread", images, report =>
        {
            for (int i = 0; i < images; i++, report(i))
            {
                Check(Hash(model, i % Distinct), expected[i % Distinct], i);
            }
        });
        Watch($"Segment, {threads} threads", images, report =>
        {
            int done = 0;
            Parallel.For(0, images, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
            {
                Check(Hash(model, i % Distinct), expected[i % Distinct], i);
                report(Interlocked.Increment(ref done));
            });
        });
        Watch("Transform", images, report =>
        {
            var data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, images).Select(i => Row(i % Distinct, true)));
            int i = 0;
            foreach (var row in ml.Data.CreateEnumerable<Predicted>(model.Transform(data), reuseRowObject: true))
            {
                Check(Hash(row.PredictedLabel!), expected[i % Distinct], i);
                report(++i);
            }
        });
        Watch($"PredictionEngine, 1 thread", images, report => Engines(ml, model, images, 1, expected, report));
        Watch($"PredictionEngine, {threads} threads with one each", images, report =>
            Engines(ml, model, images, threads, expected, report)
        );
    }

    private static void Engines(
        MLContext ml,
        AssSegmentationTransformer model,
        int images,
        int threads,
        string[] expected,
        Action<int> report
    )
    {
        int next = -1;
        int done = 0;
        var workers = Enumerable
            .Range(0, threads)
            .Select(_ => new Thread(() =>
            {
                using var engine = ml.Model.CreatePredictionEngine<Input, Predicted>(
                    model,
                    new PredictionEngineOptions { OwnsTransformer = false }
                );
                for (int i = Interlocked.Increment(ref next); i < images; i = Interlocked.Increment(ref next))
                {
                    using var image = Picture(i % Distinct);
                    using var predicted = engine.Predict(new Input { Image = image }).PredictedLabel!;
                    Check(Hash(predicted), expected[i % Distinct], i);
                    report(Interlocked.Increment(ref done));
                }
            }))
            .ToList();
        workers.ForEach(w => w.Start());
        workers.ForEach(w => w.Join());
    }

    private static void Watch(string name, int images, Action<Action<int>> work)
    {
        var clock = Stopwatch.StartNew();
        int interval = Math.Max(1, images / 5);
        work(done =>
        {
            if (done % interval == 0)
            {
                Console.WriteLine($"{name}: {done} images, {Pictures.Memory()}");
            }
        });
        Console.WriteLine($"{name}: all the same pixels, {images / clock.Elapsed.TotalSeconds:0.0} images/s");
    }

    private static MLImage Picture(int i) => Pictures.Make(i, 64 + (i % 4 * 16), 48 + (i % 3 * 16), target: true).Image;

    private static string Hash(AssSegmentationTransformer model, int i)
    {
        using var image = Picture(i);
        return Convert.ToHexString(SHA256.HashData(model.Segment(image).ClassIds));
    }

    private static string Hash(MLImage label)
    {
        var grey = new byte[label.Width * label.Height];
        var pixels = label.Pixels;
        for (int i = 0; i < grey.Length; i++)
        {
            grey[i] = pixels[i * 4];
        }
        return Convert.ToHexString(SHA256.HashData(grey));
    }

    private static void Check(string found, string expected, int image)
    {
        if (found != expected)
        {
            throw new InvalidOperationException($"Image {image} got other pixels than the first time.");
        }
    }

    private static Example Row(int i, bool target)
    {
        var (image, label) = Pictures.Make(i, 64 + (i % 4 * 16), 48 + (i % 3 * 16), target);
        return new Example
        {
            Image = image,
            Label = label,
            Domain = target ? "target" : "source",
        };
    }

    private sealed class Example
    {
        [Microsoft.ML.Transforms.Image.ImageType(64, 64)]
        public MLImage? Image { get; set; }

        public byte[] Label { get; set; } = [];

        public string Domain { get; set; } = "";
    }

    private sealed class Input
    {
        [Microsoft.ML.Transforms.Image.ImageType(64, 64)]
        public MLImage? Image { get; set; }
    }

    private sealed class Predicted
    {
        public MLImage? PredictedLabel { get; set; }
    }
}
