using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Benchmarks;

/// <summary>A trained network as a user would apply it.</summary>
internal sealed class TextbookScoring : IWork
{
    private readonly StepSetting _setting;
    private readonly TextbookDeepLabV2 _network;
    private readonly Tensor _mean;
    private readonly byte[] _pixels;

    public TextbookScoring(StepSetting setting)
    {
        _setting = setting;
        _network = new TextbookDeepLabV2(setting.Network, setting.OutputStride, setting.ClassCount);
        using var start = new StartWeights(setting);
        start.CopyTo(_network);
        _network.eval();
        _mean = tensor(StepPictures.Mean);
        _pixels = new StepPictures(setting).Pixels(0);
    }

    public byte[] Ids { get; private set; } = [];

    public void Run() => Ids = Segment(_pixels);

    /// <summary>Train ids of an image whose pixels are B, G, R.</summary>
    public byte[] Segment(byte[] pixels)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var image = tensor(pixels, [1, _setting.Height, _setting.Width, 3])
            .to(ScalarType.Float32)
            .sub(_mean)
            .permute(0, 3, 1, 2)
            .contiguous();
        var (_, logits) = _network.call(image);
        var upsampled = nn.functional.interpolate(
            logits,
            [_setting.Height, _setting.Width],
            mode: InterpolationMode.Bilinear,
            align_corners: false
        );
        return upsampled.argmax(1).to(ScalarType.Byte).data<byte>().ToArray();
    }

    public void Dispose()
    {
        _network.Dispose();
        _mean.Dispose();
    }
}
