namespace Ass.MLNet;

/// <summary>The per-pixel features that are averaged into class vectors.</summary>
public enum SemanticFeatureSpace
{
    /// <summary>The backbone's last feature map, C channels (512 or 2048 for ResNets, 320 for MobileNetV2). The default.</summary>
    Backbone,

    /// <summary>The classifier's softmax at feature resolution, K channels.</summary>
    Output,
}
