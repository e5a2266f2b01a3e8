using Ass.MLNet.Options;

namespace Ass.MLNet;

/// <summary>The segmentation network: a backbone with DeepLabV2's classifier of parallel dilated convolutions on top, or with a decoder
/// that makes finer features.</summary>
public enum SegmentationNetwork
{
    /// <summary>DeepLabV2 on ResNet-101, the paper's network: 2048 feature channels, about 43 million parameters.</summary>
    [Word("resnet101")]
    DeepLabV2ResNet101,

    /// <summary>DeepLabV2 on ResNet-50: 2048 feature channels, about 24 million parameters.</summary>
    [Word("resnet50")]
    DeepLabV2ResNet50,

    /// <summary>DeepLabV2 on ResNet-18: 512 feature channels, about 11 million parameters (16 million with
    /// <see cref="Ass.MLNet.PretrainedWeights.ImageNet"/>, whose last stage has a third block). The default.</summary>
    [Word("resnet18")]
    DeepLabV2ResNet18,

    /// <summary>DeepLabV2's classifier on MobileNetV2 (Sandler et al., CVPR 2018) up to its last inverted residual block:
    /// 320 feature channels, about 2 million parameters. The light network, meant for CPUs and for training from scratch.</summary>
    [Word("mobilenetv2")]
    DeepLabV2MobileNetV2,

    /// <summary>ResNet-18 with a light decoder after SwiftNet (Orsic et al., CVPR 2019), without its pyramid pooling: 128 feature channels,
    /// about 12 million parameters (17 million with <see cref="Ass.MLNet.PretrainedWeights.ImageNet"/>).</summary>
    /// <remarks>The backbone has output stride 32, whatever <see cref="AssSegmentationOptions.OutputStride"/> is; the decoder joins its
    /// four stages to features and scores at stride 4, fine enough for small things. Unless a file has its weights, as this library's
    /// models do, the decoder starts from random ones. It learns at the classifier's rate
    /// (<see cref="OptimizationOptions.ClassifierLearningRateMultiplier"/>).</remarks>
    [Word("swiftnet")]
    SwiftNetResNet18,
}
