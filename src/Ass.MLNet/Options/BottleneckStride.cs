using Ass.MLNet.Options;

namespace Ass.MLNet;

/// <summary>Which convolution of a bottleneck block (1×1, 3×3, 1×1) halves the resolution, in the blocks that do.</summary>
/// <remarks>Weights fit either way and give other features: a network must be used as it was trained.</remarks>
public enum BottleneckStride
{
    /// <summary>The 3×3 convolution, which sees every pixel: torchvision's ResNets. The default.</summary>
    [Word("3x3")]
    On3x3,

    /// <summary>The first 1×1 convolution, which skips three of four pixels: the original ResNet (He et al., CVPR 2016) and
    /// AdaptSegNet.</summary>
    [Word("1x1")]
    On1x1,
}
