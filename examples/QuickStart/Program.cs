using System.Diagnostics;
using Ass.MLNet;
using Ass.MLNet.Reporting;
using Microsoft.ML;
using Microsoft.ML.Data;
using StreetScenes;

// Many labelled pictures from a game, a few labelled pictures from a camera, many camera pictures without labels: what does each way of
// training make of the camera's streets? Everything is drawn here; no download, no GPU.
const int gameScenes = 300;
const int cameraScenes = 120;
const int labeledScenes = 20;
const int testScenes = 40;
const int seed = 1;
const int width = 256;
const int height = 160;

var clock = Stopwatch.StartNew();
string output = Path.GetFullPath(args.Length > 0 ? args[0] : "QuickStart-output");
Console.WriteLine($"Drawing {gameScenes} game scenes and {cameraScenes + testScenes} camera scenes into {output} ...");
Draw("game", StreetStyle.Game, gameScenes, seed: 1);
Draw("camera", StreetStyle.Camera, cameraScenes, seed: 2);
Draw("camera-test", StreetStyle.Camera, testScenes, seed: 3);

// Training refuses to write over the checkpoints of an earlier run.
string trainings = Path.Combine(output, "quickstart-runs");
if (Directory.Exists(trainings))
{
    Directory.Delete(trainings, recursive: true);
}

// A label map says what becomes of the ids in the label files. These hold CamVid's 11 classes: Sky, Building, Pole, Road, Pavement, Tree,
// SignSymbol, Fence, Car, Pedestrian, Bicyclist. What is too small for such pictures and minutes of training is left out: 255.
string[] classes = ["road", "sidewalk", "building", "vegetation", "sky", "car"];
int[] trainIds = [4, 2, 255, 0, 1, 3, 255, 2, 5, 255, 255];
var map = new LabelMap(trainIds.Index().Append((255, 255)).ToDictionary(id => id.Item1, id => id.Item2), classes);

// The source has labels throughout, the target a few; the pictures that the models are measured on are others.
SegmentationDataset source = Dataset("game").AsSource();
SegmentationDataset target = Dataset("camera").AsTarget(labeled: labeledScenes, seed: seed);
SegmentationDataset test = Dataset("camera-test").AsTarget();

// Five ways to train, on one schedule and one seed: they differ in their losses alone.
var rows = new (string Name, AdaptationRecipe Recipe, bool SelfTrains)[]
{
    ("source only", AdaptationRecipe.SourceOnly, false), // the game's labels
    ("joint", AdaptationRecipe.Joint, false), // and the camera's few
    ("self-training", AdaptationRecipe.Joint, true), // and a teacher, which labels the camera's other scenes
    ("global", AdaptationRecipe.Global, false), // or a discriminator that compares predictions on both
    ("ASS", AdaptationRecipe.Ass, false), // and one that compares the features of each class
};
var models = new List<AssSegmentationTransformer>();
var runs = new List<ReportRun>();
Console.WriteLine(
    $"\nIoU in % on {testScenes} camera scenes that training has not seen; {labeledScenes} labelled camera scenes in training:"
);
Console.WriteLine($"{"", -14}{string.Concat(classes.Select(name => $"{name, 11}"))}{"mIoU", 8}{"seconds", 9}");
foreach (var (name, recipe, selfTrains) in rows)
{
    var ml = new MLContext(seed);
    TimeSpan start = clock.Elapsed;
    IDataView data = ml.Data.LoadSegmentation(recipe == AdaptationRecipe.SourceOnly ? [source] : [source, target]);
    var options = new AssSegmentationOptions
    {
        Recipe = recipe,
        Network = SegmentationNetwork.SwiftNetResNet18,
        PretrainedWeights = PretrainedWeights.ImageNet,
        Optimizer = SegmentationOptimizer.Adam,
        LearningRate = 2e-4,
        Iterations = 70,
        BatchSize = 2,
        CropSize = new ImageSize(128, 96), // windows of the scenes, which are scaled at random before
        Augmentation = { MinScale = 0.6, MaxScale = 1.2 },
        Run = { WorkspacePath = Workspace(name) }, // learning curves, options and checkpoints
        Progress = p => ShowProgress($"{name}: step {p.Step}/{p.Iterations}, {p.Remaining:m\\:ss} left"),
    };
    if (selfTrains)
    {
        // A teacher for so few steps: it begins when the network knows something, and forgets the first steps soon.
        (options.SelfTraining.Enabled, options.SelfTraining.WarmUpIterations, options.SelfTraining.TeacherDecay) = (true, 25, 0.9);
    }
    AssSegmentationTransformer model = ml.Transforms.AssSegmentation(options).Fit(data);
    SegmentationMetrics metrics = ml.MulticlassClassification.EvaluateSegmentation(model.Transform(ml.Data.LoadSegmentation(test)));
    models.Add(model);
    runs.Add(new ReportRun(name, metrics, LearningCurves.Read(Path.Combine(Workspace(name), "results.csv"))));
    ShowProgress("");
    string ious = string.Concat(metrics.PerClassIoU.Select(iou => $"{iou * 100, 11:0.0}"));
    Console.WriteLine($"{name, -14}{ious}{metrics.MeanIoU * 100, 8:0.0}{(clock.Elapsed - start).TotalSeconds, 9:0}");
}

Console.WriteLine(
    "The camera's few labels make the difference. One seed does not rank the last four: another moves each by a point or two."
);

// The model is an ML.NET model like any other: saved, loaded by a context that knows nothing of it, used.
string modelPath = Path.Combine(output, "ass.zip");
var saving = new MLContext();
IDataView testData = saving.Data.LoadSegmentation(test);
saving.Model.Save(models[^1], testData.Schema, modelPath);
var loading = new MLContext();
ITransformer loaded = loading.Model.Load(modelPath, out _);
SegmentationMetrics again = loading.MulticlassClassification.EvaluateSegmentation(loaded.Transform(testData));
Console.WriteLine($"\nSaved {modelPath}; loaded back it scores {again.MeanIoU * 100:0.0} mIoU.");

// The first test scenes, one below the other: what the camera saw, what is there, and what the first and the last model see.
const int shownScenes = 4;
var (pixels, truth, before, after) = (new List<byte>(), new List<byte>(), new List<byte>(), new List<byte>());
foreach (string file in test.ImagePaths.Take(shownScenes))
{
    using MLImage image = MLImage.CreateFromFile(file);
    using MLImage label = MLImage.CreateFromFile(Path.Combine(output, "camera-test", "labels", Path.GetFileName(file)));
    pixels.AddRange(image.Pixels);
    truth.AddRange(label.GetBGRPixels.Where((_, i) => i % 3 == 0).Select(id => map[id]));
    before.AddRange(models[0].Segment(image).ClassIds);
    after.AddRange(models[^1].Segment(image).ClassIds);
}

using MLImage seen = MLImage.CreateFromPixels(width, height * shownScenes, MLPixelFormat.Bgra32, [.. pixels]);
using MLImage truthColors = Colorize(truth);
using MLImage beforeColors = Colorize(before);
using MLImage afterColors = Colorize(after);
(string, MLImage)[] panels = [("image", seen), ("truth", truthColors), (rows[0].Name, beforeColors), (rows[^1].Name, afterColors)];
using MLImage picture = SegmentationStrip.Create(panels, new SegmentationLegend(classes, map.Palette));
picture.Save(Path.Combine(output, "quickstart.png"));

string strips = Path.Combine(output, SegmentationReport.StripsFolder);
var report = new SegmentationReport("Game to camera")
{
    Summary =
        $"{gameScenes} game scenes, {labeledScenes} labelled and {cameraScenes - labeledScenes} unlabelled camera scenes; "
        + $"{testScenes} for testing.",
    Runs = runs,
    Strips = PredictionStrips.Write(strips, saving, test, count: 6, [.. rows.Zip(models, (row, model) => (row.Name, model))]),
    Facts = DataFacts.Tables(("game", source.Inspect()), ("camera", target.Inspect())),
    Palette = map.Palette,
};
Console.WriteLine($"The report is {report.Write(output)}, a picture is quickstart.png beside it. {clock.Elapsed:m\\:ss} in all.");

models.ForEach(model => model.Dispose());
(loaded as IDisposable)?.Dispose();

void Draw(string name, StreetStyle style, int count, int seed) =>
    StreetSceneFolder
        .Open(Path.Combine(output, name), seed, width, height, replace: true, style)
        .Write(count, workers: Environment.ProcessorCount);

SegmentationDataset Dataset(string name) =>
    SegmentationDataset.Folder(Path.Combine(output, name, "images"), Path.Combine(output, name, "labels"), map);

string Workspace(string row) => Path.Combine(trainings, row.Replace(' ', '-'));

MLImage Colorize(List<byte> ids) => map.Palette.Colorize([.. ids], width, height * shownScenes);

void ShowProgress(string text)
{
    if (!Console.IsOutputRedirected)
    {
        Console.Write($"\r{text, -60}\r");
    }
}
