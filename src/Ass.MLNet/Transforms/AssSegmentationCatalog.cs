using Ass.MLNet;
using Ass.MLNet.MLNetInternals;

namespace Microsoft.ML;

/// <summary>Semi-supervised domain adaptation for semantic segmentation.</summary>
public static class AssSegmentationCatalog
{
    /// <summary>Trains a segmentation network on labelled source images, a few labelled target images and many unlabelled ones.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="imageColumnName">Images (<c>MLImage</c>).</param>
    /// <param name="labelColumnName">Labels: grey images of train ids, or vectors of bytes or keys; missing or empty means no
    /// label.</param>
    /// <param name="domainColumnName">Text <c>source</c> / <c>target</c>, or a Boolean (true = target).</param>
    /// <param name="predictedLabelColumnName">The column that the model adds.</param>
    /// <param name="recipe">The losses that train the network.</param>
    /// <param name="network">The network.</param>
    /// <param name="iterations">Training steps.</param>
    /// <exception cref="ArgumentException">A value is not allowed; the message names the option.</exception>
    public static AssSegmentationEstimator AssSegmentation(
        this TransformsCatalog catalog,
        string imageColumnName = "Image",
        string labelColumnName = "Label",
        string domainColumnName = "Domain",
        string predictedLabelColumnName = "PredictedLabel",
        AdaptationRecipe recipe = AdaptationRecipe.Ass,
        SegmentationNetwork network = SegmentationNetwork.DeepLabV2ResNet18,
        int iterations = 5_000
    ) =>
        catalog.AssSegmentation(
            new AssSegmentationOptions
            {
                ImageColumnName = imageColumnName,
                LabelColumnName = labelColumnName,
                DomainColumnName = domainColumnName,
                PredictedLabelColumnName = predictedLabelColumnName,
                Recipe = recipe,
                Network = network,
                Iterations = iterations,
            }
        );

    /// <summary>Trains a segmentation network on labelled source images, a few labelled target images and many unlabelled ones.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">All training options. They are copied, so later changes have no effect.</param>
    /// <exception cref="ArgumentException">A value is not allowed; the message names the option.</exception>
    public static AssSegmentationEstimator AssSegmentation(this TransformsCatalog catalog, AssSegmentationOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new AssSegmentationEstimator(MLNetEnvironment.Of(catalog), options);
    }
}
