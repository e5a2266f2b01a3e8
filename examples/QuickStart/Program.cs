using System.Diagnostics;
using Ass.MLNet;
using Ass.MLNet.Reporting;
using Microsoft.ML;
using Microsoft.ML.Data;
using QuickStart;
using QuickStart.Scenes;

// Many labelled pictures from a game, a handful of labelled pictures from a camera, many camera pictures without labels:
// what does each way of training make of the camera's streets? Everything is drawn here; no download, no GPU.
const int width = 160;
const int height = 96;
const int gameScenes = 300;
const int cameraScenes = 150;
const int labeledCameraScenes = 6;
const int testScenes = 60;
const int seed = 1;

var clock = Stopwatch.StartNew();
string output = Path.GetFullPath(args.Length > 0 ? args[0] : "QuickStart-output");
Console.WriteLine($"Drawing {gameScenes} game scenes and {cameraScenes + testScenes} camera scenes into {output} ...");
SceneFolder.Write(Path.Combine(output, "game"), SceneStyle.Game, gameScenes, seed: 1, width, height);
SceneFolder.Write(Path.Combine(output, "camera"), SceneStyle.Camera, cameraScenes, seed: 100_000, width, height);
SceneFolder.Write(Path.Combine(output, "camera-test"), SceneStyle.Camera, testScenes, seed: 200_000, width, height);

// Training refuses to write over the checkpoints of an earlier run.
if (Directory.Exists(Path.Combine(output, "runs")))
    Directory.Delete(Path.Combine(output, "runs"), recursive: true);

SegmentationDataset source = Dataset("game").AsSource();
SegmentationDataset target = Dataset("camera").AsTarget(labeled: labeledCameraScenes, seed: seed);
SegmentationDataset test = Dataset("camera-test").AsTarget();

// One schedule and one seed for all rows: they differ in their losses alone.
var rows = new (string Name, AdaptationRecipe Recipe)[]
{
    ("source only", AdaptationRecipe.SourceOnly),
    ("+ labels and global", AdaptationRecipe.Global),
    ("+ semantic (ASS)", AdaptationRecipe.Ass),
};
var results = new List<(string Name, SegmentationMetrics Metrics, TimeSpan Time)>();
var models = new List<AssSegmentationTransformer>();
foreach (var (name, recipe) in rows)
{
    var ml = new MLContext(seed);
    IDataView data = recipe == AdaptationRecipe.SourceOnly ? ml.Data.LoadSegmentation(source) : ml.Data.LoadSegmentation(source, target);
    using var progress = new ProgressLine($"{models.Count + 1}/{rows.Length} {name}");
    var start = clock.Elapsed;
    var model = ml.Transforms.AssSegmentation(new AssSegmentationOptions
    {
        Recipe = recipe,
        Network = SegmentationNetwork.DeepLabV2MobileNetV2,
        OutputStride = 8,
        Optimizer = SegmentationOptimizer.Adam,
        LearningRate = 1e-3,
        ClassifierLearningRateMultiplier = 1,
        Iterations = 160,
        MinScale = 1,
        MaxScale = 1.25,
        BatchSize = 2,
        WorkspacePath = Workspace(recipe),
        Progress = progress.Show,
    }).Fit(data);
    var time = clock.Elapsed - start;
    models.Add(model);
    results.Add((name, ml.MulticlassClassification.EvaluateSegmentation(model.Transform(ml.Data.LoadSegmentation(test))), time));
}

Console.WriteLine();
Console.WriteLine($"IoU on {testScenes} camera scenes that training has not seen, {labeledCameraScenes} labelled camera scenes in training:");
Console.WriteLine(ResultTable.Format(results));

// The model is an ML.NET model like any other: saved, loaded by a context that knows nothing of it, used.
string modelPath = Path.Combine(output, "ass.zip");
var saving = new MLContext();
IDataView testData = saving.Data.LoadSegmentation(test);
saving.Model.Save(models[^1], testData.Schema, modelPath);
var loading = new MLContext();
ITransformer loaded = loading.Model.Load(modelPath, out _);
var again = loading.MulticlassClassification.EvaluateSegmentation(loaded.Transform(testData));
Console.WriteLine($"Saved {modelPath}; loaded back it scores {again.MeanIoU * 100:0.00} mIoU.");

string strips = Path.Combine(output, SegmentationReport.StripsFolder);
var report = new SegmentationReport("Game to camera")
{
    Summary = $"{gameScenes} labelled game scenes, {labeledCameraScenes} labelled and {cameraScenes - labeledCameraScenes} unlabelled camera scenes; evaluated on {testScenes} other camera scenes.",
    Runs = [.. rows.Zip(results, (row, result) => new ReportRun(row.Name, result.Metrics, LearningCurves.Read(Path.Combine(Workspace(row.Recipe), "results.csv"))))],
    Strips = PredictionStrips.Write(strips, saving, test, count: 6, [(rows[0].Name, models[0]), ("ASS", models[^1])], StreetClasses.Palette),
    Facts = DataFacts.Tables(("game", source.Inspect()), ("camera", target.Inspect())),
    Palette = StreetClasses.Palette,
};
Console.WriteLine($"The report, with strips (image | truth | source only | ASS), is {report.Write(output)}. {clock.Elapsed:m\\:ss} in all.");

foreach (var model in models)
    model.Dispose();
(loaded as IDisposable)?.Dispose();

string Workspace(AdaptationRecipe recipe) => Path.Combine(output, "runs", recipe.ToString());

SegmentationDataset Dataset(string name) => SegmentationDataset.Folder(
    Path.Combine(output, name, "images"), Path.Combine(output, name, "labels"), LabelMap.Identity(StreetClasses.Names));
