using System.Globalization;
using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Networks;

/// <summary>Input normalisation: subtracts a mean from each channel (0 to 255) and divides by a scale, in one of two channel
/// orders.</summary>
/// <param name="MeanBgr">The mean of each channel, always in B, G, R order.</param>
/// <param name="ScaleBgr">The divisor of each channel, above 0, always in B, G, R order.</param>
/// <param name="RedFirst">Whether the network's input channels are R, G, B; otherwise B, G, R.</param>
internal sealed record InputNormalization(float[] MeanBgr, float[] ScaleBgr, bool RedFirst)
{
    /// <summary>AdaptSegNet's normalisation: B, G, R minus a mean colour. Also used for networks that start from random weights.</summary>
    public static InputNormalization Default { get; } = Subtract([104.00698793f, 116.66876762f, 122.67891434f]);

    /// <summary>torchvision's normalisation: R, G, B / 255 minus (0.485, 0.456, 0.406), divided by (0.229, 0.224, 0.225).</summary>
    public static InputNormalization TorchVision { get; } =
        new([0.406f * 255, 0.456f * 255, 0.485f * 255], [0.225f * 255, 0.224f * 255, 0.229f * 255], RedFirst: true);

    /// <summary>The mean colour in bytes, used to fill pixels outside an image; nearly 0 after normalisation.</summary>
    public byte[] Padding => MeanBgr.Select(m => (byte)Math.Clamp(MathF.Round(m), 0, 255)).ToArray();

    /// <summary>Caffe's normalisation: B, G, R minus a mean colour, without division.</summary>
    public static InputNormalization Subtract(float[] meanBgr) => new(meanBgr, [1, 1, 1], RedFirst: false);

    /// <summary>Bytes of <paramref name="count"/> images, B, G, R → (B, 3, H, W), normalised.</summary>
    public Tensor ToTensor(byte[] pixels, int count, int height, int width, Device device)
    {
        using var values = ToPixels(pixels, count, height, width, device);
        return Normalize(values);
    }

    /// <summary>Bytes of <paramref name="count"/> images, B, G, R → (B, 3, H, W), B, G, R from 0 to 255. They are transferred to the device
    /// as bytes and converted to floats there.</summary>
    public static Tensor ToPixels(byte[] pixels, int count, int height, int width, Device device)
    {
        using var scope = NewDisposeScope();
        var bytes = DeviceCopy.Of(pixels, [count, height, width, 3], device).permute(0, 3, 1, 2);
        return bytes.contiguous().to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <summary>What the network gets of (B, 3, H, W) pixels, B, G, R from 0 to 255.</summary>
    public Tensor Normalize(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var values = (RedFirst ? pixels.flip(1) : pixels).sub(Channels(MeanBgr));
        if (ScaleBgr.Any(s => s != 1))
        {
            values.div_(Channels(ScaleBgr));
        }
        return values.MoveToOuterDisposeScope();

        Tensor Channels(float[] bgr) => DeviceCopy.Of(RedFirst ? [bgr[2], bgr[1], bgr[0]] : bgr, [1, 3, 1, 1], pixels.device);
    }

    /// <summary>A description for the log, such as <c>B, G, R - (104, 116.7, 122.7)</c>.</summary>
    public override string ToString()
    {
        var order = RedFirst ? new[] { 2, 1, 0 } : [0, 1, 2];
        return $"{(RedFirst ? "R, G, B" : "B, G, R")} from 0 to 255 minus ({List(MeanBgr)})"
            + (ScaleBgr.Any(s => s != 1) ? $", divided by ({List(ScaleBgr)})" : "");

        string List(float[] values) => string.Join(", ", order.Select(i => values[i].ToString("0.##", CultureInfo.InvariantCulture)));
    }
}
