// What someone writes who has the package Ass.MLNet.Data alone; built and run by .ci/consume, outside the repository.
// DIR: a folder of labelled images. Inspects it, reads it as rows, and compares its labels with themselves, read once more by path.
using Ass.MLNet;
using Microsoft.ML;

var ml = new MLContext(seed: 1);
string images = Path.Combine(args[0], "images");
string labels = Path.Combine(args[0], "labels");
SegmentationDataset streets = SegmentationDataset.Folder(images, labels, LabelMap.CamVid).AsTarget();

DatasetInspection found = streets.Inspect();
Console.WriteLine($"{found.ImageCount} images, {found.LabeledCount} of them labelled, {found.Problems.Count} broken files");

IDataView rows = ml.Data.LoadSegmentation(streets);
IDataView predicted = ml.Transforms.LoadSegmentationLabels("PredictedLabel", "LabelPath", LabelMap.CamVid).Fit(rows).Transform(rows);
SegmentationMetrics metrics = ml.MulticlassClassification.EvaluateSegmentation(predicted);
Console.WriteLine($"mean IoU {metrics.MeanIoU:0.00}");
