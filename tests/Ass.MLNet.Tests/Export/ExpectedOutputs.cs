using Ass.MLNet.Images;
using Ass.MLNet.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

/// <summary>What a model predicts with libtorch for images of one size, to compare graphs with.</summary>
internal sealed class ExpectedOutputs : IDisposable
{
    private readonly AssSegmentationTransformer _model;
    private readonly BgrImage[] _images;
    private readonly BgrImage[] _prepared;
    private readonly Tensor _input;
    private readonly Tensor _networkLogits;

    /// <param name="model">The model.</param>
    /// <param name="images">The images.</param>
    public ExpectedOutputs(AssSegmentationTransformer model, params BgrImage[] images)
    {
        (_model, _images) = (model, images);
        var segmenter = model.Segmenter;
        _prepared = [.. images.Select(image => segmenter.Resizing.Prepare(image, segmenter.Normalization.Padding))];
        using var _ = no_grad();
        byte[] pixels = [.. _prepared.SelectMany(image => image.Pixels)];
        _input = segmenter.Normalization.ToTensor(pixels, images.Length, _prepared[0].Height, _prepared[0].Width, CPU);
        using var output = segmenter.Network.forward(_input);
        _networkLogits = output.Logits.clone();
    }

    /// <summary>Checks an exported graph's output and returns the share of pixels with the same class, or the largest difference relative
    /// to the largest value.</summary>
    public double Check(OnnxInput input, OnnxOutput output)
    {
        using var scope = NewDisposeScope();
        using var file = new MemoryStream();
        _model.SaveOnnx(file, new OnnxExportOptions { Input = input, Output = output });
        using var session = new OnnxGraphSession(file.ToArray());

        // The caller resizes for networks that take normalised images.
        var sized = input == OnnxInput.Normalized ? _prepared : _images;
        var (height, width) = (sized[0].Height, sized[0].Width);
        var enlarged = Layers.Upsample(_networkLogits, height, width, _model.Segmenter.Resizing.AlignCorners);
        if (output == OnnxOutput.Ids)
        {
            var (ids, idsShape) = Run<byte>(session, input);
            Assert.Equal([_images.Length, height, width], idsShape);
            byte[] expectedIds = enlarged.argmax(1).to(ScalarType.Byte).data<byte>().ToArray();
            Assert.True(expectedIds.Distinct().Count() > 2);
            return ids.Zip(expectedIds).Count(pair => pair.First == pair.Second) / (double)ids.Length;
        }

        var expected = output switch
        {
            OnnxOutput.Softmax => enlarged.softmax(1),
            OnnxOutput.Logits => enlarged,
            _ => _networkLogits,
        };
        var (values, shape) = Run<float>(session, input);
        Assert.Equal(expected.shape, shape);
        return ((tensor(values, shape) - expected).abs().max() / expected.abs().max()).ToDouble();
    }

    public void Dispose()
    {
        _input.Dispose();
        _networkLogits.Dispose();
    }

    private (T[] Values, long[] Shape) Run<T>(OnnxGraphSession session, OnnxInput input)
        where T : unmanaged =>
        input switch
        {
            OnnxInput.Normalized => session.Run<float, T>(_input.data<float>().ToArray(), _input.shape),
            OnnxInput.Rgb => session.Run<T>([.. _images.Select(RedFirst)]),
            _ => session.Run<T>(_images),
        };

    private static BgrImage RedFirst(BgrImage image) =>
        new(image.Width, image.Height, [.. image.Pixels.Chunk(3).SelectMany(pixel => pixel.Reverse())]);
}
