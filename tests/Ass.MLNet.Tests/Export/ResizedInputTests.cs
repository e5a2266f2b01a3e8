using Ass.MLNet.Export;
using Ass.MLNet.Images;
using Ass.MLNet.Networks;
using Ass.MLNet.Onnx;
using Ass.MLNet.Onnx.Protocol;
using Ass.MLNet.Prediction;
using Google.Protobuf;
using Xunit;
using Xunit.Abstractions;
using ElementType = Ass.MLNet.Onnx.Protocol.TensorProto.Types.DataType;

namespace Ass.MLNet.Tests;

/// <summary>That graphs resize bytes as the library does.</summary>
public sealed class ResizedInputTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(ImageInterpolation.Bilinear, 321, 227, 160, 96)]
    [InlineData(ImageInterpolation.Bilinear, 321, 227, 107, 113)]
    [InlineData(ImageInterpolation.Bilinear, 121, 77, 256, 128)]
    [InlineData(ImageInterpolation.Bilinear, 121, 77, 121, 77)]
    [InlineData(ImageInterpolation.Bilinear, 640, 360, 320, 180)]
    [InlineData(ImageInterpolation.Bicubic, 321, 227, 160, 96)]
    [InlineData(ImageInterpolation.Bicubic, 321, 227, 107, 113)]
    [InlineData(ImageInterpolation.Bicubic, 121, 77, 256, 128)]
    [InlineData(ImageInterpolation.Bicubic, 121, 77, 121, 77)]
    [InlineData(ImageInterpolation.Bicubic, 640, 360, 320, 180)]
    public void Bytes_are_those_of_the_resampler(ImageInterpolation filter, int width, int height, int newWidth, int newHeight)
    {
        var resizing = new PredictionResizing(new ImageSize(newWidth, newHeight), filter);
        using var session = CreateSession(resizing);
        foreach (var image in new[] { ExportedModels.CreateImage(width, height), Noise(width, height) })
        {
            var expected = resizing.Prepare(image, [0, 0, 0]).Pixels;
            var (values, shape) = session.Run<float>(image);
            Assert.Equal([1, 3, newHeight, newWidth], shape);
            int[] differences = new int[expected.Length];
            for (int i = 0; i < expected.Length; i++)
            {
                differences[i] = Math.Abs(expected[i] - (int)values[(i % 3 * newWidth * newHeight) + (i / 3)]);
            }
            double unlike = differences.Count(difference => difference > 0) / (double)expected.Length;
            output.WriteLine($"{unlike:P3} of the bytes differ, by at most {differences.Max()}");
            Assert.InRange(differences.Max(), 0, 1);
            Assert.InRange(unlike, 0, 0.001);
        }
    }

    private static OnnxGraphSession CreateSession(PredictionResizing resizing)
    {
        var graph = new GraphBuilder();
        var description = new OnnxDescription(["a", "b"], OnnxInput.Bgr, OnnxOutput.Ids, resizing, ResizesImages: true);
        var images = InputGraph.Add(graph, description, InputNormalization.Subtract([0, 0, 0]));
        graph.Output(images.Values, "values", ElementType.Float, "n", 3, "h", "w");
        graph.Graph.Name = "input";
        var model = new ModelProto { IrVersion = 8, Graph = graph.Graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 18 });
        return new OnnxGraphSession(model.ToByteArray());
    }

    private static BgrImage Noise(int width, int height)
    {
        byte[] pixels = new byte[width * height * 3];
        new Random(3).NextBytes(pixels);
        return new BgrImage(width, height, pixels);
    }
}
