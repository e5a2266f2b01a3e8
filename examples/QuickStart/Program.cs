using System.Diagnostics;
using Ass.MLNet;
using Ass.MLNet.Reporting;
using Microsoft.ML;
using Microsoft.ML.Data;
using StreetScenes;

// Many labelled pictures from a game, a few labelled pictures from a camera, many camera pictures without labels: what does each way of
// training make of the camera's streets? Everything is drawn here; no download, no GPU.
const int gameScenes = 300, cameraScenes = 120, labeledCameraScenes = 20, testScenes = 40;
const int width = 256, height = 160;
const int seed = 1;
int[] shownScenes = [2, 17, 18, 23];

var clock = Stopwatch.StartNew();
string output = Path.GetFullPath(args.Length > 0 ? args[0] : "QuickStart-output");
Console.WriteLine($"Drawing {gameScenes} game scenes and {cameraScenes + testScenes} camera scenes into {output} ...");
Draw("game", StreetStyle.Game, gameScenes, seed: 1);
Draw("camera", StreetStyle.Camera, cameraScenes, seed: 2);
Draw("camera-test", StreetStyle.Camera, testScenes, seed: 3);

// Training refuses to write over the checkpoints of an earlier run.
if (Directory.Exists(Path.Combine(output, "runs")))
{
    Directory.Delete(Path.Combine(output, "runs"), recursive: true);
}

// A label map says what becomes of the ids in the files. The drawn scenes have CamVid's 11 classes; people, poles and signs are too small for
// pictures of this size and minutes of training, so they are left out of training and scoring (255).
string[] classes = ["road", "sidewalk", "building", "vegetation", "sky", "car"];
var names = new Dictionary<string, string>
{
    ["Road"] = "road", ["Pavement"] = "sidewalk", ["Building"] = "building", ["Fence"] = "building", ["Tree"] = "vegetation", ["Sky"] = "sky", ["Car"] = "car",
};
var trainIds = StreetScene.ClassNames.Index().ToDictionary(c => c.Index, c => names.TryGetValue(c.Item, out string? name) ? Array.IndexOf(classes, name) : 255);
trainIds.Add(255, 255);
var map = new LabelMap(trainIds, classes);

// The source has labels throughout, the target a few; the pictures that the models are measured on are others.
SegmentationDataset source = Dataset("game").AsSource();
SegmentationDataset target = Dataset("camera").AsTarget(labeled: labeledCameraScenes, seed: seed);
SegmentationDataset test = Dataset("camera-test").AsTarget();

// Four ways to train, on one schedule and one seed: they differ in their losses alone.
var rows = new (string Name, AdaptationRecipe Recipe)[]
{
    ("source only", AdaptationRecipe.SourceOnly), // the game's labels
    ("joint", AdaptationRecipe.Joint), // and the camera's few
    ("global", AdaptationRecipe.Global), // and a discriminator that compares predictions on both
    ("ASS", AdaptationRecipe.Ass), // and one that compares the features of each class
};
var models = new List<AssSegmentationTransformer>();
var runs = new List<ReportRun>();
Console.WriteLine($"\nIoU in % on {testScenes} camera scenes that training has not seen, {labeledCameraScenes} labelled camera scenes in training:");
Console.WriteLine($"{"",-12}{string.Concat(classes.Select(name => $"{name,11}"))}{"mIoU",8}{"seconds",9}");
foreach (var (name, recipe) in rows)
{
    var ml = new MLContext(seed);
    TimeSpan start = clock.Elapsed;
    IDataView data = recipe == AdaptationRecipe.SourceOnly ? ml.Data.LoadSegmentation(source) : ml.Data.LoadSegmentation(source, target);
    AssSegmentationTransformer model = ml.Transforms.AssSegmentation(new AssSegmentationOptions
    {
        Recipe = recipe,
        Network = SegmentationNetwork.DeepLabV2ResNet18,
        PretrainedWeights = PretrainedWeights.ImageNet,
        OutputStride = 16,
        Optimizer = SegmentationOptimizer.Adam,
        LearningRate = 2e-4,
        Iterations = 100,
        BatchSize = 2,
        CropSize = new ImageSize(128, 96),
        MinScale = 0.6,
        MaxScale = 1.2,
        WorkspacePath = Workspace(recipe),
        Progress = p => ShowProgress($"{name}: step {p.Step}/{p.Iterations}, {p.Remaining:m\\:ss} left"),
    }).Fit(data);
    SegmentationMetrics metrics = ml.MulticlassClassification.EvaluateSegmentation(model.Transform(ml.Data.LoadSegmentation(test)));
    models.Add(model);
    runs.Add(new ReportRun(name, metrics, LearningCurves.Read(Path.Combine(Workspace(recipe), "results.csv"))));
    ShowProgress("");
    string perClass = string.Concat(metrics.PerClassIoU.Select(iou => $"{iou * 100,11:0.0}"));
    Console.WriteLine($"{name,-12}{perClass}{metrics.MeanIoU * 100,8:0.0}{(clock.Elapsed - start).TotalSeconds,9:0}");
}

// The model is an ML.NET model like any other: saved, loaded by a context that knows nothing of it, used.
string modelPath = Path.Combine(output, "ass.zip");
var saving = new MLContext();
IDataView testData = saving.Data.LoadSegmentation(test);
saving.Model.Save(models[^1], testData.Schema, modelPath);
var loading = new MLContext();
ITransformer loaded = loading.Model.Load(modelPath, out _);
SegmentationMetrics again = loading.MulticlassClassification.EvaluateSegmentation(loaded.Transform(testData));
Console.WriteLine($"\nSaved {modelPath}; loaded back it scores {again.MeanIoU * 100:0.0} mIoU.");

// A few test scenes, one below the other: what the camera saw, what is there, and what two of the models see.
List<byte> pixels = [], truth = [], before = [], after = [];
foreach (int shown in shownScenes)
{
    string file = test.ImagePaths[shown];
    using MLImage image = MLImage.CreateFromFile(file);
    using MLImage label = MLImage.CreateFromFile(Path.Combine(output, "camera-test", "labels", Path.GetFileName(file)));
    pixels.AddRange(image.Pixels);
    truth.AddRange(label.GetBGRPixels.Where((_, i) => i % 3 == 0).Select(id => map[id]));
    before.AddRange(models[0].Segment(image).ClassIds);
    after.AddRange(models[^1].Segment(image).ClassIds);
}

using MLImage seen = MLImage.CreateFromPixels(width, height * shownScenes.Length, MLPixelFormat.Bgra32, [.. pixels]);
using MLImage truthColors = Colorize(truth), beforeColors = Colorize(before), afterColors = Colorize(after);
using MLImage picture = SegmentationStrip.Create(
    [("image", seen), ("truth", truthColors), (rows[0].Name, beforeColors), (rows[^1].Name, afterColors)], new SegmentationLegend(classes, map.Palette));
picture.Save(Path.Combine(output, "quickstart.png"));

var report = new SegmentationReport("Game to camera")
{
    Summary = $"{gameScenes} labelled game scenes, {labeledCameraScenes} labelled and {cameraScenes - labeledCameraScenes} unlabelled camera scenes; "
        + $"evaluated on {testScenes} other camera scenes.",
    Runs = runs,
    Strips = PredictionStrips.Write(
        Path.Combine(output, SegmentationReport.StripsFolder), saving, test, count: 6, [.. rows.Zip(models, (row, model) => (row.Name, model))], map.Palette),
    Facts = DataFacts.Tables(("game", source.Inspect()), ("camera", target.Inspect())),
    Palette = map.Palette,
};
Console.WriteLine($"The report is {report.Write(output)}, a picture is quickstart.png beside it. {clock.Elapsed:m\\:ss} in all.");

foreach (var model in models)
{
    model.Dispose();
}

(loaded as IDisposable)?.Dispose();

void Draw(string name, StreetStyle style, int count, int seed)
    => StreetSceneFolder.Open(Path.Combine(output, name), seed, width, height, replace: true, style).Write(count, workers: Environment.ProcessorCount);

SegmentationDataset Dataset(string name) => SegmentationDataset.Folder(Path.Combine(output, name, "images"), Path.Combine(output, name, "labels"), map);

string Workspace(AdaptationRecipe recipe) => Path.Combine(output, "runs", $"{recipe}");

MLImage Colorize(List<byte> ids) => map.Palette.Colorize([.. ids], width, height * shownScenes.Length);

void ShowProgress(string text)
{
    if (!Console.IsOutputRedirected)
    {
        Console.Write($"\r{text,-60}\r");
    }
}
