// What someone writes who predicts in production, with the package Ass.MLNet.Onnx alone; built and run by .ci/consume, outside the
// repository. MODEL: a graph or a model file for ONNX Runtime. FILE: where to save it as a model file. Predicts one picture.
using Ass.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

var ml = new MLContext();
using ISegmentationTransformer model = args[0].EndsWith(".onnx", StringComparison.Ordinal)
    ? OnnxSegmentationTransformer.Load(ml, args[0])
    : (ISegmentationTransformer)ml.Model.Load(args[0], out _);
if (args.Length > 1)
{
    model.Save(args[1]);
}

using MLImage picture = MLImage.CreateFromPixels(32, 32, MLPixelFormat.Bgra32, new byte[32 * 32 * 4]);
SegmentationMask mask = model.Segment(picture);
Console.WriteLine($"{mask.Width}x{mask.Height}, of {model.ClassNames.Count} classes");
