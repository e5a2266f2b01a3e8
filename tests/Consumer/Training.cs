// What someone writes who has the packages alone; built and run by .ci/consume, outside the repository.
// train FILE: rows in memory, two steps, save, load, predict. load FILE: loads and predicts, or prints the innermost sentence of what
// failed.
using Ass.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

const int side = 32;
var ml = new MLContext(seed: 1);

// before anything of Ass.MLNet is touched
IDataView rows = ml.Data.LoadFromEnumerable([MakeFrame("source", 0), MakeFrame("source", 1), MakeFrame("target", 2)]);

try
{
    if (args[0] == "train")
        Train(args[1]);
    using var engine = new MLContext().Model.CreatePredictionEngine<Frame, Answer>(ml.Model.Load(args[1], out _));
    var mask = engine.Predict(MakeFrame("target", 3)).PredictedLabel!;
    Console.WriteLine($"{mask.Width}x{mask.Height}");
    return 0;
}
catch (Exception e)
{
    while (e is not InvalidOperationException && e.InnerException is not null)
        e = e.InnerException;
    Console.WriteLine(e.Message);
    return 1;
}

void Train(string file)
{
    using var model = ml
        .Transforms.AssSegmentation(
            new AssSegmentationOptions
            {
                Network = SegmentationNetwork.DeepLabV2ResNet18,
                PretrainedWeights = PretrainedWeights.ImageNet,
                OutputStride = 16,
                ClassNames = ["dark", "bright"],
                Iterations = 2,
            }
        )
        .Fit(rows);
    ml.Model.Save(model, rows.Schema, file);
    model.SaveOnnx(Path.ChangeExtension(file, ".onnx"));
}

static Frame MakeFrame(string domain, int seed)
{
    var random = new Random(seed);
    byte[] label = [.. Enumerable.Range(0, side * side).Select(i => (byte)(i / side < 16 ? 1 : 0))];
    byte[] pixels = [.. label.SelectMany(id => Enumerable.Repeat((byte)(100 * id + random.Next(100)), 3).Append(byte.MaxValue))];
    return new Frame
    {
        Domain = domain,
        Image = MLImage.CreateFromPixels(side, side, MLPixelFormat.Bgra32, pixels),
        Label = label,
    };
}

internal sealed class Frame
{
    public string Domain { get; set; } = "";

    public MLImage? Image { get; set; }

    public byte[] Label { get; set; } = [];
}

internal sealed class Answer
{
    public MLImage? PredictedLabel { get; set; }
}
