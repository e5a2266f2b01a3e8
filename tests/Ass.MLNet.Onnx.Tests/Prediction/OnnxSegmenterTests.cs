using Ass.MLNet.Onnx.Protocol;
using Google.Protobuf;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Models in use: from several threads, while they are disposed, and over many images.</summary>
public sealed class OnnxSegmenterTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public async Task Threads_get_right_masks_until_they_are_told_that_the_model_is_disposed()
    {
        for (int round = 0; round < 2; round++)
        {
            var model = OnnxModels.Create(_ml);
            byte[][] expected = [.. Enumerable.Range(0, 4).Select(seed => Mask(model, seed))];
            using var started = new CountdownEvent(8);
            Task[] threads =
            [
                .. Enumerable
                    .Range(0, 8)
                    .Select(thread =>
                        Task.Factory.StartNew(
                            () =>
                            {
                                for (int i = thread; ; i++)
                                {
                                    try
                                    {
                                        Assert.Equal(expected[i % 4], Mask(model, i % 4));
                                    }
                                    catch (ObjectDisposedException e)
                                    {
                                        Assert.Equal(typeof(OnnxSegmentationTransformer).FullName, e.ObjectName);
                                        return;
                                    }
                                    if (i == thread)
                                    {
                                        started.Signal();
                                    }
                                }
                            },
                            TaskCreationOptions.LongRunning
                        )
                    ),
            ];
            started.Wait();
            model.Dispose();
            model.Dispose();
            await Task.WhenAll(threads);
            Assert.Throws<ObjectDisposedException>(() => model.Save(Stream.Null));
            Assert.Throws<ObjectDisposedException>(() => model.Transform(_ml.Data.LoadFromEnumerable(TestModel.Rows(1))));
        }
    }

    [Fact]
    public void Class_ids_beyond_the_classes_are_an_error()
    {
        using var torch = TestModel.Create(_ml);
        using var graph = new MemoryStream();
        torch.SaveOnnx(graph, new OnnxExportOptions { Output = OnnxOutput.Ids });
        byte[] fewer = ModelProto.Parser.ParseFrom(graph.ToArray()).With("ass.classes", "[\"a\",\"b\"]");
        using var model = OnnxSegmentationTransformer.Load(_ml, new MemoryStream(fewer));
        using var image = Enumerable
            .Range(0, 50)
            .Select(seed => TestModel.Picture(seed))
            .First(image => torch.Segment(image).ClassIds.Contains((byte)2));

        var error = Assert.Throws<InvalidOperationException>(() => model.Segment(image));
        Assert.Contains("returned the class 2 for a pixel, and it has 2 classes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_whose_scores_are_not_finite_are_an_error_as_on_libtorch()
    {
        var graph = OnnxModels.Graph(_ml);
        var weights = graph.Graph.Initializer.Last(tensor => tensor.DataType == (int)TensorProto.Types.DataType.Float);
        weights.RawData = ByteString.CopyFrom([
            .. Enumerable.Repeat(BitConverter.GetBytes(float.NaN), weights.RawData.Length / 4).SelectMany(b => b),
        ]);
        using var model = OnnxSegmentationTransformer.Load(_ml, new MemoryStream(graph.ToByteArray()));
        using var image = TestModel.Picture(1, 40, 30);

        var error = Assert.Throws<InvalidOperationException>(() => model.Segment(image));
        Assert.Contains("scores for an image of 40x30 are NaN or infinite", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Finite weights whose sum is not: of all classes, and of one alone, which a softmax would make a probability of
    /// 0.</summary>
    [Theory]
    [InlineData(OnnxOutput.Ids, true)]
    [InlineData(OnnxOutput.Ids, false)]
    [InlineData(OnnxOutput.Softmax, true)]
    [InlineData(OnnxOutput.Softmax, false)]
    [InlineData(OnnxOutput.Logits, true)]
    [InlineData(OnnxOutput.Logits, false)]
    [InlineData(OnnxOutput.NetworkLogits, true)]
    [InlineData(OnnxOutput.NetworkLogits, false)]
    public void Scores_that_overflow_are_the_same_error_as_on_libtorch_whatever_the_graph_returns(OnnxOutput output, bool allClasses)
    {
        using var torch = Overflowing(allClasses);
        using var written = new MemoryStream();
        torch.SaveOnnx(written, new OnnxExportOptions { Output = output });
        written.Position = 0;
        using var model = OnnxSegmentationTransformer.Load(_ml, written);
        using var image = TestModel.Picture(1, 40, 30);

        var expected = Assert.Throws<InvalidOperationException>(() => torch.Segment(image));
        var error = Assert.Throws<InvalidOperationException>(() => model.Segment(image));
        Assert.Contains("scores for an image of 40x30 are NaN or infinite", error.Message, StringComparison.Ordinal);
        Assert.Equal(expected.Message, error.Message);
    }

    private AssSegmentationTransformer Overflowing(bool allClasses)
    {
        var segmenter = TestModel.CreateSegmenter();
        using var _ = TorchSharp.torch.no_grad();
        foreach (var (name, bias) in segmenter.Network.state_dict().Where(entry => entry.Key.EndsWith(".bias", StringComparison.Ordinal)))
        {
            if (name.StartsWith("classifier.", StringComparison.Ordinal))
            {
                (allClasses ? bias : bias[2]).fill_(allClasses ? 3e38f : -3e38f);
            }
        }
        return new(_ml, segmenter, new("Image", "PredictedLabel", null));
    }

    private static byte[] Mask(OnnxSegmentationTransformer model, int seed)
    {
        using var image = TestModel.Picture(seed, 33 + seed, 25);
        return model.Segment(image).ClassIds;
    }
}
