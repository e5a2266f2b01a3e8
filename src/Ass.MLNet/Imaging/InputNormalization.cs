using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet;

/// <summary>How pixels become a network's input: B, G, R from 0 to 255, minus a mean colour, not divided.</summary>
/// <param name="MeanBgr">The mean of each channel, in B, G, R.</param>
internal sealed record InputNormalization(float[] MeanBgr)
{
    /// <summary>AdaptSegNet's mean colour, for networks that start from random weights.</summary>
    public static InputNormalization Default { get; } = new([104.00698793f, 116.66876762f, 122.67891434f]);

    /// <summary>The mean colour in bytes: what pixels outside an image are filled with, nearly 0 once normalised.</summary>
    public byte[] Padding => MeanBgr.Select(m => (byte)Math.Clamp(MathF.Round(m), 0, 255)).ToArray();

    /// <summary>Bytes of <paramref name="count"/> images → (B, 3, H, W). They travel to the device as bytes and become floats there.</summary>
    public Tensor ToTensor(byte[] pixels, int count, int height, int width, Device device)
    {
        using var scope = NewDisposeScope();
        var bytes = tensor(pixels, [count, height, width, 3]).to(device);
        var mean = tensor(MeanBgr, [1, 3, 1, 1]).to(device);
        return bytes.permute(0, 3, 1, 2).contiguous().to(ScalarType.Float32).sub_(mean).MoveToOuterDisposeScope();
    }
}
