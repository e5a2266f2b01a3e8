namespace Ass.MLNet;

/// <summary>The optimizer of the segmentation network; the discriminators always use Adam (betas 0.9, 0.99), as in AdaptSegNet.</summary>
public enum SegmentationOptimizer
{
    /// <summary>Stochastic gradient descent with momentum: AdaptSegNet's, for pretrained backbones. The default.</summary>
    Sgd,

    /// <summary>Adam (betas 0.9, 0.999): faster for training a small network from scratch.</summary>
    Adam,
}
