using Ass.MLNet.Options;

namespace Ass.MLNet;

/// <summary>What a network makes of pixels before it looks at them. The model file holds it.</summary>
public enum PixelNormalization
{
    /// <summary>What <see cref="AssSegmentationOptions.PretrainedWeights"/> were trained with; without any, <see cref="BgrMean"/>. The
    /// default.</summary>
    Auto,

    /// <summary>B, G, R from 0 to 255 minus (104.00698793, 116.66876762, 122.67891434), not divided: AdaptSegNet's.</summary>
    BgrMean,

    /// <summary>R, G, B from 0 to 1 minus (0.485, 0.456, 0.406), divided by (0.229, 0.224, 0.225): torchvision's.</summary>
    [Word("torchvision")]
    TorchVision,
}
