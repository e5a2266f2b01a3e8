using System.Security.Cryptography;
using Ass.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LongRuns;

/// <summary>Scores many rows of small image files through one cursor that reads image and mask: the memory must stay flat, and a picture
/// must get the same mask each time.</summary>
internal static class RowsSoak
{
    /// <summary>Different pictures; each comes again and again.</summary>
    private const int Distinct = 20;

    public static void Run(int rows)
    {
        var ml = new MLContext(seed: 1);
        string folder = Directory.CreateTempSubdirectory("ass-rows-").FullName;
        try
        {
            Pictures.Write(folder, Distinct);
            using var model = ml
                .Transforms.AssSegmentation(Training.Options(steps: 1))
                .Fit(
                    ml.Data.LoadSegmentation(
                        Training.Set(folder, "source").AsSource(),
                        Training.Set(folder, "target").AsTarget(labeled: 2, seed: 1)
                    )
                );
            var paths = ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i => new PathRow { Path = $"{i % Distinct:00}.png" }));
            string images = Path.Combine(folder, "target", "images");
            Read(model.Transform(ml.Transforms.LoadImages("Image", images, "Path").Fit(paths).Transform(paths)), rows);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Read(IDataView view, int rows)
    {
        var masks = new string?[Distinct];
        using var cursor = view.GetRowCursor([view.Schema["Image"], view.Schema["PredictedLabel"]]);
        var getImage = cursor.GetGetter<MLImage>(view.Schema["Image"]);
        var getMask = cursor.GetGetter<MLImage>(view.Schema["PredictedLabel"]);
        MLImage image = null!,
            mask = null!;
        int row = 0;
        for (; cursor.MoveNext(); row++)
        {
            getMask(ref mask);
            getImage(ref image);
            string hash = Convert.ToHexString(SHA256.HashData(mask.Pixels));
            if ((masks[row % Distinct] ??= hash) != hash || mask.Width != image.Width)
            {
                throw new InvalidOperationException($"Row {row} got another mask than row {row % Distinct}.");
            }
            if (row % Math.Max(1, rows / 10) == 0)
            {
                Console.WriteLine($"row {row}: {Pictures.Memory()}");
            }
        }

        Console.WriteLine($"{row} rows, the same masks: {Pictures.Memory()}");
    }

    private sealed class PathRow
    {
        public string Path { get; set; } = "";
    }
}
