using Ass.MLNet.Options;

namespace Ass.MLNet;

/// <summary>The convolution that halves the resolution in a downsampling bottleneck block (1×1, 3×3, 1×1).</summary>
/// <remarks>Weights load either way but give different features: use a network as it was trained.</remarks>
public enum BottleneckStride
{
    /// <summary>The 3×3 convolution, which sees every pixel: torchvision's ResNets. The default.</summary>
    [Word("3x3")]
    On3x3,

    /// <summary>The first 1×1 convolution, which skips three out of four pixels: the original ResNet (He et al., CVPR 2016) and
    /// AdaptSegNet.</summary>
    [Word("1x1")]
    On1x1,
}
