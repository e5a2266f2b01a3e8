// A program without libtorch. MODEL PICTURE [FILE]: loads a model with ML.NET's method, a graph with the library's, predicts one picture,
// prints the train ids, and the assemblies and native libraries with "torch" in their names that the process has loaded. Saves the model to
// FILE.
using System.Diagnostics;
using Ass.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

var ml = new MLContext();
using var model = args[0].EndsWith(".onnx", StringComparison.Ordinal)
    ? OnnxSegmentationTransformer.Load(ml, args[0])
    : (ISegmentationTransformer)ml.Model.Load(args[0], out _);
if (args.Length > 2)
{
    model.Save(args[2]);
}
using var engine = ml.Model.CreatePredictionEngine<Input, Output>(model);
using var image = MLImage.CreateFromFile(args[1]);
using var predicted = engine.Predict(new Input { Image = image }).PredictedLabel!;

Console.WriteLine($"{predicted.Width}x{predicted.Height}");
Console.WriteLine(Convert.ToHexString(predicted.GetBGRPixels.Where((_, i) => i % 3 == 0).ToArray()));
string[] loaded =
[
    .. AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name!),
    .. Process.GetCurrentProcess().Modules.Cast<ProcessModule>().Select(module => module.ModuleName),
];
Console.WriteLine(
    string.Join(" ", loaded.Where(name => name.Contains("torch", StringComparison.OrdinalIgnoreCase)).DefaultIfEmpty("none"))
);

internal sealed class Input
{
    public MLImage? Image { get; set; }
}

internal sealed class Output
{
    public MLImage? PredictedLabel { get; set; }
}
