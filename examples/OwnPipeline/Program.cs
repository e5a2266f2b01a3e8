using Ass.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using StreetScenes;

// An application with rows of its own, under names of its own: files of photos, files of masks, and whether a camera took the photo.
// Here the files are drawn; in yours the rows come from a database, a CSV file or a queue.
string folder = Directory.CreateTempSubdirectory("own-pipeline-").FullName;
Snapshot[] snapshots =
[
    .. Draw("rendered", seed: 1, StreetStyle.Game, new ImageSize(96, 64), count: 12, withMask: 12),
    .. Draw("photos", seed: 2, StreetStyle.Camera, new ImageSize(240, 160), count: 8, withMask: 3),
];
Snapshot[] testSnapshots = Draw("test", seed: 3, StreetStyle.Camera, new ImageSize(240, 160), count: 4, withMask: 4);

var ml = new MLContext(seed: 1);
IDataView rows = ml.Data.LoadFromEnumerable(snapshots);

// Photos and masks are decoded when a row is read. Masks go through LoadSegmentationLabels: LoadImages would turn a palette into colours
// and lose 16-bit values. There is no ResizeImages here, which would blend neighbouring ids into others; SourceSize and TargetSize resize
// photos and masks, each as it must be. And neither Cache nor ShuffleRows of ML.NET may stand between these steps: they leave out columns
// of images.
var training = ml
    .Transforms.LoadImages("Photo", imageFolder: null, nameof(Snapshot.PhotoFile))
    .Append(ml.Transforms.LoadSegmentationLabels("Mask", nameof(Snapshot.MaskFile), LabelMap.Identity(StreetScene.ClassNames)))
    .Append(
        ml.Transforms.AssSegmentation(
            new AssSegmentationOptions
            {
                ImageColumnName = "Photo",
                LabelColumnName = "Mask",
                DomainColumnName = nameof(Snapshot.IsFromCamera), // a Boolean: true is the target, the domain to adapt to
                PredictedLabelColumnName = nameof(Answer.Seen),

                SourceSize = new ImageSize(96, 64),
                TargetSize = new ImageSize(96, 64),

                // A small network from scratch and far too few steps, so that this ends in seconds.
                Network = SegmentationNetwork.DeepLabV2MobileNetV2,
                OutputStride = 16,
                Optimizer = SegmentationOptimizer.Adam,
                LearningRate = 1e-3,
                Optimization = { ClassifierLearningRateMultiplier = 1 },
                Iterations = 20,
                Augmentation = { MinScale = 1, MaxScale = 1 },
                Progress = p => Console.Write($"\rStep {p.Step} of {p.Iterations}   "),
            }
        )
    );
using var model = training.Fit(rows);
Console.WriteLine();

IDataView seen = model.Transform(ml.Data.LoadFromEnumerable(testSnapshots));
SegmentationMetrics metrics = ml.MulticlassClassification.EvaluateSegmentation(
    seen,
    labelColumnName: "Mask",
    predictedLabelColumnName: nameof(Answer.Seen)
);
Console.WriteLine($"After 20 steps {metrics.PixelAccuracy:P0} of the test pixels are right.");

// A service needs no masks, so its pipeline is another one around the same trained step. Here ResizeImages is right: photos alone pass
// through it, and the mask comes back in the size that the service wants.
var questions = ml.Data.LoadFromEnumerable(new List<Question>());
ITransformer scoring = ml
    .Transforms.LoadImages("Photo", imageFolder: null, nameof(Question.PhotoFile))
    .Append(ml.Transforms.ResizeImages("Photo", imageWidth: 120, imageHeight: 80, resizing: ImageResizingEstimator.ResizingKind.Fill))
    .Fit(questions)
    .Append(model.LastTransformer);

// The whole of it is one file, which any program with the package loads; here as another program would.
string file = Path.Combine(folder, "model.zip");
ml.Model.Save(scoring, questions.Schema, file);
var service = new MLContext();
using var engine = service.Model.CreatePredictionEngine<Question, Answer>(service.Model.Load(file, out _));

Answer answer = engine.Predict(new Question { PhotoFile = testSnapshots[0].PhotoFile });
byte[] ids = [.. answer.Seen!.GetBGRPixels.Where((_, i) => i % 3 == 0)]; // the grey value of a pixel is its class
var (commonest, pixels) = ids.CountBy(id => id).MaxBy(group => group.Value);
Console.WriteLine(
    $"{answer.Seen.Width}x{answer.Seen.Height} pixels, {100 * pixels / ids.Length} % of them {StreetScene.ClassNames[commonest]}."
);

Directory.Delete(folder, recursive: true);

Snapshot[] Draw(string name, int seed, StreetStyle style, ImageSize size, int count, int withMask)
{
    string root = Path.Combine(folder, name);
    StreetSceneFolder.Open(root, seed, size.Width, size.Height, style: style).Write(count);
    string[] photos = [.. Directory.GetFiles(Path.Combine(root, "images")).Order(StringComparer.Ordinal)];
    return
    [
        .. photos.Select(
            (photo, i) =>
                new Snapshot
                {
                    PhotoFile = photo,
                    MaskFile = i < withMask ? Path.Combine(root, "labels", Path.GetFileName(photo)) : "",
                    IsFromCamera = style == StreetStyle.Camera,
                }
        ),
    ];
}

/// <summary>A row of training.</summary>
internal sealed class Snapshot
{
    public required string PhotoFile { get; init; }

    /// <summary>Empty where nobody has drawn a mask.</summary>
    public required string MaskFile { get; init; }

    public required bool IsFromCamera { get; init; }
}

/// <summary>A row of prediction: a photo and nothing else.</summary>
internal sealed class Question
{
    public required string PhotoFile { get; init; }
}

/// <summary>What comes back.</summary>
internal sealed class Answer
{
    /// <summary>Lives until the engine's next prediction: copy what is needed, or save it, before.</summary>
    public MLImage? Seen { get; set; }
}
