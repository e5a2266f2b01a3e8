using Ass.MLNet;
using Ass.MLNet.Metrics;
using Ass.MLNet.MLNetInternals;

namespace Microsoft.ML;

/// <summary>Evaluates semantic segmentation.</summary>
public static class EvaluateSegmentationCatalog
{
    /// <summary>Compares predicted train ids with labels, over all pixels of all rows that have a label.</summary>
    /// <remarks>
    /// Both columns may be grey <c>MLImage</c>s of train ids, vectors of bytes, or vectors of keys (key k = class k − 1). Pixels whose
    /// truth is 255 are left out. Class names come from the prediction's column, else from the label's, else they are <c>class 0</c>,
    /// <c>class 1</c>, … Where both columns carry names, they must be the same in the same order (letter case does not count).
    /// </remarks>
    /// <param name="catalog">The catalog.</param>
    /// <param name="data">The data, transformed by a model.</param>
    /// <param name="labelColumnName">The column of labels; rows whose image is absent or whose vector is empty are skipped.</param>
    /// <param name="predictedLabelColumnName">The column of predictions, each of its label's size.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="ArgumentException">Both columns are the same.</exception>
    /// <exception cref="InvalidOperationException">
    /// The labels come out of a <c>ResizeImages</c> that interpolates; the classes of label and prediction differ (the message shows both
    /// lists); no pixel has a label; or, with the row: label and prediction differ in size, an id is outside the classes, or a picture is
    /// not grey.
    /// </exception>
    public static SegmentationMetrics EvaluateSegmentation(
        this MulticlassClassificationCatalog catalog,
        IDataView data,
        string labelColumnName = "Label",
        string predictedLabelColumnName = "PredictedLabel"
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        MLNetSteps.CheckNotInterpolated(new InputData("the data", data), labelColumnName);
        return SegmentationEvaluator.Evaluate(data, labelColumnName, predictedLabelColumnName);
    }
}
