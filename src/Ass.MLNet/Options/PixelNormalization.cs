using Ass.MLNet.Options;

namespace Ass.MLNet;

/// <summary>Input normalisation of a network. Stored in the model file.</summary>
public enum PixelNormalization
{
    /// <summary>The normalisation that <see cref="AssSegmentationOptions.PretrainedWeights"/> were trained with, or <see cref="BgrMean"/>
    /// without pretrained weights. The default.</summary>
    Auto,

    /// <summary>B, G, R from 0 to 255 minus (104.00698793, 116.66876762, 122.67891434), not divided: AdaptSegNet's.</summary>
    BgrMean,

    /// <summary>R, G, B from 0 to 1 minus (0.485, 0.456, 0.406), divided by (0.229, 0.224, 0.225): torchvision's.</summary>
    [Word("torchvision")]
    TorchVision,
}
