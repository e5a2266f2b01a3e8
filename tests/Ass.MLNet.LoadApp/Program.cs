// A program that knows ML.NET alone. Without arguments: shows how it sees rows in memory with a plain image.
// MODEL PICTURE: loads a model, predicts one picture, prints the train ids.
using Microsoft.ML;
using Microsoft.ML.Data;

var ml = new MLContext();
if (args.Length == 0)
{
    Console.WriteLine(ml.Data.LoadFromEnumerable([new Input()]).Schema["Image"].Type);
    return;
}

var model = ml.Model.Load(args[0], out _);
using var engine = ml.Model.CreatePredictionEngine<Input, Output>(model);
using var image = MLImage.CreateFromFile(args[1]);
using var predicted = engine.Predict(new Input { Image = image }).PredictedLabel!;

Console.WriteLine($"{predicted.Width}x{predicted.Height}");
Console.WriteLine(Convert.ToHexString(predicted.GetBGRPixels.Where((_, i) => i % 3 == 0).ToArray()));

internal sealed class Input
{
    public MLImage? Image { get; set; }
}

internal sealed class Output
{
    public MLImage? PredictedLabel { get; set; }
}
