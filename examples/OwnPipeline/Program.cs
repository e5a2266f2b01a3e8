using Ass.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;
using OwnPipeline;
using StreetScenes;

// An application with rows of its own, under names of its own: files of photos, files of masks, and whether a camera took the photo.
// Here they are drawn; in yours they come from a database, a CSV file, a queue.
string folder = Directory.CreateTempSubdirectory("own-pipeline-").FullName;
Snapshot[] snapshots = Drawings.Write(folder, seed: 1, rendered: 12, photographed: 8, withMask: 3);
Snapshot[] testSnapshots = Drawings.Write(Path.Combine(folder, "test"), seed: 3, rendered: 0, photographed: 4, withMask: 4);

var ml = new MLContext(seed: 1);
IDataView rows = ml.Data.LoadFromEnumerable(snapshots);

// Photos and masks are decoded when a row is read. Masks by LoadSegmentationLabels: LoadImages would turn a palette into colours and lose
// 16-bit values. No ResizeImages: it blends neighbouring ids into others; SourceSize and TargetSize resize photos and masks, each as it must
// be. And neither Cache nor ShuffleRows of ML.NET between these steps: they leave out columns of images.
var pipeline = ml.Transforms.LoadImages("Photo", imageFolder: null, nameof(Snapshot.PhotoFile))
    .Append(ml.Transforms.LoadSegmentationLabels("Mask", nameof(Snapshot.MaskFile), LabelMap.Identity(StreetScene.ClassNames)))
    .Append(ml.Transforms.AssSegmentation(new AssSegmentationOptions
    {
        ImageColumnName = "Photo",
        LabelColumnName = "Mask",
        DomainColumnName = nameof(Snapshot.IsFromCamera),    // a Boolean: true is the target, the domain to adapt to
        PredictedLabelColumnName = "Seen",

        SourceSize = new ImageSize(96, 64),
        TargetSize = new ImageSize(96, 64),

        // A small network from scratch and far too few steps, so that this ends in seconds.
        Network = SegmentationNetwork.DeepLabV2MobileNetV2,
        OutputStride = 16,
        Optimizer = SegmentationOptimizer.Adam,
        LearningRate = 1e-3,
        ClassifierLearningRateMultiplier = 1,
        Iterations = 20,
        MinScale = 1,
        MaxScale = 1,
        Progress = p => Console.Write($"\rStep {p.Step} of {p.Iterations}   "),
    }));
using var model = pipeline.Fit(rows);
Console.WriteLine();

IDataView seen = model.Transform(ml.Data.LoadFromEnumerable(testSnapshots));
SegmentationMetrics metrics = ml.MulticlassClassification.EvaluateSegmentation(seen, labelColumnName: "Mask", predictedLabelColumnName: "Seen");
Console.WriteLine($"After 20 steps {metrics.PixelAccuracy:P0} of the test pixels are right.");

// The whole pipeline is one file, which any program with the package loads; here as another program would.
string file = Path.Combine(folder, "model.zip");
ml.Model.Save(model, rows.Schema, file);
var service = new MLContext();
using var engine = service.Model.CreatePredictionEngine<Question, Answer>(service.Model.Load(file, out _));

// A question has a photo and nothing else: mask and domain belong to training.
Answer answer = engine.Predict(new Question { PhotoFile = testSnapshots[0].PhotoFile });
byte[] ids = answer.Ids();
var (commonest, pixels) = ids.CountBy(id => id).MaxBy(group => group.Value);
Console.WriteLine($"{answer.Seen!.Width}x{answer.Seen.Height} pixels, {100 * pixels / ids.Length} % of them {StreetScene.ClassNames[commonest]}.");

Directory.Delete(folder, recursive: true);
