using Ass.MLNet.Export;
using Ass.MLNet.Onnx;
using Ass.MLNet.Onnx.Protocol;
using Ass.MLNet.Prediction;
using Google.Protobuf;
using Xunit;
using ElementType = Ass.MLNet.Onnx.Protocol.TensorProto.Types.DataType;

namespace Ass.MLNet.Tests;

/// <summary>What graphs return for logits, some of which are not finite.</summary>
public sealed class OutputGraphTests
{
    private const int Classes = 3;
    private const int Rows = 4;
    private const int Columns = 6;
    private const int Each = Classes * Rows * Columns;

    /// <summary>At a larger size, and at a smaller one, where an enlargement passes numbers over.</summary>
    [Theory]
    [InlineData(OnnxOutput.Softmax, 17)]
    [InlineData(OnnxOutput.Softmax, 1)]
    [InlineData(OnnxOutput.Logits, 17)]
    [InlineData(OnnxOutput.Logits, 1)]
    public void Scores_are_NaN_for_the_images_alone_whose_logits_are_not_finite(OnnxOutput output, int size)
    {
        float[] plain = Run<float>(output, size, [.. Sound(1), .. Sound(2), .. Sound(3), .. Sound(4)]),
            actual = Run<float>(output, size, Images());
        int each = Classes * size * size;

        Assert.All(plain, score => Assert.True(float.IsFinite(score)));
        Assert.Equal(plain[..each], actual[..each]);
        Assert.All(actual[each..], score => Assert.True(float.IsNaN(score)));
    }

    [Theory]
    [InlineData(17)]
    [InlineData(1)]
    public void Ids_are_255_for_the_images_alone_whose_logits_are_not_finite(int size)
    {
        byte[] plain = Run<byte>(OnnxOutput.Ids, size, [.. Sound(1), .. Sound(2), .. Sound(3), .. Sound(4)]),
            actual = Run<byte>(OnnxOutput.Ids, size, Images());

        Assert.All(plain, id => Assert.InRange(id, 0, Classes - 1));
        Assert.Equal(plain[..(size * size)], actual[..(size * size)]);
        Assert.All(actual[(size * size)..], id => Assert.Equal(255, id));
    }

    [Fact]
    public void The_largest_finite_logits_are_sound()
    {
        float[] logits = Sound(1);
        logits[0] = float.MaxValue;
        logits[^1] = float.MinValue;
        Assert.All(Run<byte>(OnnxOutput.Ids, 17, logits), id => Assert.InRange(id, 0, Classes - 1));
    }

    /// <summary>A sound image, and images with a NaN, an infinite number, and a class that is never one.</summary>
    private static float[] Images()
    {
        float[] logits = [.. Sound(1), .. Sound(2), .. Sound(3), .. Sound(4)];
        logits[Each] = float.NaN;
        logits[(3 * Each) - 1] = float.PositiveInfinity;
        logits.AsSpan((4 * Each) - (Rows * Columns)).Fill(float.NegativeInfinity);
        return logits;
    }

    private static float[] Sound(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Each).Select(_ => (random.NextSingle() * 20) - 10)];
    }

    private static T[] Run<T>(OnnxOutput output, int size, float[] logits)
        where T : unmanaged
    {
        var graph = new GraphBuilder();
        var input = graph.Input("image", ElementType.Float, "batch", Classes, Rows, Columns);
        var images = new GraphImages(input, () => graph.Constant("size", size, size), "batch", "height", "width");
        var description = new OnnxDescription(["a", "b", "c"], OnnxInput.Normalized, output, new PredictionResizing(null), false);
        OutputGraph.Add(graph, description, images, input);
        graph.Graph.Name = "output";
        var model = new ModelProto { IrVersion = 8, Graph = graph.Graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 18 });
        using var session = new OnnxGraphSession(model.ToByteArray());
        return session.Run<float, T>(logits, [logits.Length / Each, Classes, Rows, Columns]).Values;
    }
}
