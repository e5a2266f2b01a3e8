using Ass.MLNet;
using Ass.MLNet.Metrics;
using Ass.MLNet.MLNetInternals;

namespace Microsoft.ML;

/// <summary>Evaluates semantic segmentation.</summary>
public static class EvaluateSegmentationCatalog
{
    /// <summary>Compares predicted train ids with labels, over all pixels of all labelled rows.</summary>
    /// <remarks>
    /// Both columns may hold grey <c>MLImage</c>s of train ids, vectors of bytes, or vectors of keys (key k is class k − 1). Pixels whose
    /// label is 255 are ignored. Class names are taken from the prediction column, then from the label column; without either they are
    /// <c>class 0</c>, <c>class 1</c>, … If both columns carry names, the names must be the same in the same order (case-insensitive).
    /// </remarks>
    /// <param name="catalog">The catalog.</param>
    /// <param name="data">The data, transformed by a model.</param>
    /// <param name="labelColumnName">The label column; rows without an image or with an empty vector are skipped.</param>
    /// <param name="predictedLabelColumnName">The prediction column; each prediction has the size of its label.</param>
    /// <param name="allowMisreadLabels">Whether label files may have values that their label map seems to misread, instead of ending the
    /// evaluation. Such pixels are not counted, or as other classes, and metrics look normal. Values that mean no class belong into the
    /// map, as ignored (255).</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="ArgumentException">Both columns are the same.</exception>
    /// <exception cref="InvalidOperationException">
    /// Labels or predictions come from a <c>ResizeImages</c> that interpolates; labels were squeezed beside images that were cropped or
    /// padded; keys stand for numbers other than 0, 1, 2, …; the classes of label and prediction differ (the message shows both lists); or
    /// no pixel has a label. Also, with the row in the message: label and prediction differ in size, an id is outside the
    /// classes, or an image is not grey. Also, at the end: more than 3 % of the label files' pixels have values that their map does not
    /// list, or labels are numbered from 1, or are masks of 0 and 255.
    /// </exception>
    public static SegmentationMetrics EvaluateSegmentation(
        this MulticlassClassificationCatalog catalog,
        IDataView data,
        string labelColumnName = "Label",
        string predictedLabelColumnName = "PredictedLabel",
        bool allowMisreadLabels = false
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        MLNetSteps.CheckEvaluation(new InputData("the data", data), labelColumnName, predictedLabelColumnName);
        return SegmentationEvaluator.Evaluate(
            data,
            labelColumnName,
            predictedLabelColumnName,
            watch: allowMisreadLabels ? null : new LabelWatch()
        );
    }
}
