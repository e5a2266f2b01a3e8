using Ass.MLNet.Metrics;

namespace Ass.MLNet;

/// <summary>Agreement of predictions with the truth, from one confusion matrix over all pixels of a set; ignored pixels (255) are
/// excluded.</summary>
/// <remarks>
/// With TP, FP and FN pixels of a class, its IoU is TP / (TP + FP + FN) over the whole set, as in Pascal VOC and Cityscapes, not a mean of
/// per-image values. Values are between 0 and 1.
/// </remarks>
public sealed class SegmentationMetrics
{
    // Per class, over the whole matrix: the IoU of a subset also counts confusions with classes outside it.
    private readonly long[] _correct;
    private readonly long[] _inTruth;
    private readonly long[] _inPrediction;

    /// <summary>Computes the metrics of a complete confusion matrix, for instance one counted elsewhere.</summary>
    /// <param name="confusionMatrix">K × K pixel counts, truth × predicted, none negative, without ignored pixels.</param>
    /// <param name="classNames">The K class names in the order of the train ids, at least one.</param>
    /// <exception cref="ArgumentException">The matrix is not K × K, or a count is negative.</exception>
    public SegmentationMetrics(long[,] confusionMatrix, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(confusionMatrix);
        ArgumentNullException.ThrowIfNull(classNames);
        int classes = classNames.Count;
        if (classes == 0 || confusionMatrix.GetLength(0) != classes || confusionMatrix.GetLength(1) != classes)
        {
            throw new ArgumentException(
                $"With {classes} class names the confusion matrix must be {classes} × {classes} (at least 1 × 1), but is "
                    + $"{confusionMatrix.GetLength(0)} × {confusionMatrix.GetLength(1)}.",
                nameof(confusionMatrix)
            );
        }

        if (confusionMatrix.Cast<long>().Any(count => count < 0))
        {
            throw new ArgumentException("The confusion matrix has a negative count.", nameof(confusionMatrix));
        }

        (_correct, _inTruth, _inPrediction) = (new long[classes], new long[classes], new long[classes]);
        for (int truth = 0; truth < classes; truth++)
        {
            _correct[truth] = confusionMatrix[truth, truth];
            for (int predicted = 0; predicted < classes; predicted++)
            {
                _inTruth[truth] += confusionMatrix[truth, predicted];
                _inPrediction[predicted] += confusionMatrix[truth, predicted];
            }
        }

        (ConfusionMatrix, ClassNames) = (confusionMatrix, classNames);
        PerClassIoU = [.. Enumerable.Range(0, classes).Select(IoU)];
    }

    private SegmentationMetrics(SegmentationMetrics all, int[] ids)
    {
        _correct = [.. ids.Select(id => all._correct[id])];
        _inTruth = [.. ids.Select(id => all._inTruth[id])];
        _inPrediction = [.. ids.Select(id => all._inPrediction[id])];
        ClassNames = [.. ids.Select(id => all.ClassNames[id])];
        PerClassIoU = [.. ids.Select(id => all.PerClassIoU[id])];
        ConfusionMatrix = new long[ids.Length, ids.Length];
        for (int truth = 0; truth < ids.Length; truth++)
        {
            for (int predicted = 0; predicted < ids.Length; predicted++)
            {
                ConfusionMatrix[truth, predicted] = all.ConfusionMatrix[ids[truth], ids[predicted]];
            }
        }
    }

    /// <summary>The mean IoU over the classes that occur in the truth or in a prediction; NaN if there are none.</summary>
    public double MeanIoU => MeanOfNumbers(PerClassIoU);

    /// <summary>The mean IoU over the classes that occur in the truth, whatever is predicted: it compares models on a set that lacks some
    /// classes, where <see cref="MeanIoU"/> falls by a class's share as soon as one pixel is taken for it. NaN if there are none.</summary>
    public double MeanIoUOfTrueClasses => MeanOfNumbers(PerClassIoU.Where((_, id) => _inTruth[id] > 0));

    /// <summary>The share of correctly predicted pixels.</summary>
    public double PixelAccuracy => Ratio(_correct.Sum(), _inTruth.Sum());

    /// <summary>The mean over the classes that occur in the truth of the share of correctly predicted pixels (mean recall).</summary>
    public double MeanAccuracy => MeanOfNumbers(_correct.Zip(_inTruth, Ratio));

    /// <summary>The mean IoU weighted by each class's share of the true pixels.</summary>
    public double FrequencyWeightedIoU => PerClassIoU.Zip(_inTruth, (iou, pixels) => pixels == 0 ? 0 : iou * pixels).Sum() / _inTruth.Sum();

    /// <summary>The IoU of each class; NaN for a class that occurs neither in the truth nor in a prediction.</summary>
    public IReadOnlyList<double> PerClassIoU { get; }

    /// <summary>The share of each class's true pixels that are predicted correctly (recall); NaN for a class that does not occur in the
    /// truth.</summary>
    public IReadOnlyList<double> PerClassAccuracy => [.. _correct.Zip(_inTruth, Ratio)];

    /// <summary>The share of the pixels predicted as a class that belong to it (precision); NaN for a class that is never
    /// predicted.</summary>
    public IReadOnlyList<double> PerClassPrecision => [.. _correct.Zip(_inPrediction, Ratio)];

    /// <summary>Each class's share of the true pixels of the listed classes; the shares add up to 1.</summary>
    public IReadOnlyList<double> PerClassFrequency => [.. _inTruth.Select(pixels => Ratio(pixels, _inTruth.Sum()))];

    /// <summary>The class names, in the order of the train ids.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Pixels by true class (first index) and predicted class (second index).</summary>
    public long[,] ConfusionMatrix { get; }

    /// <summary>Returns the confusion matrix normalised by row, as shares of each true class's pixels. Rows without pixels are
    /// NaN.</summary>
    /// <returns>K × K shares, truth × predicted. Each row adds up to 1, or to less in a <see cref="Subset"/> if pixels were predicted as a
    /// class that is not listed.</returns>
    public double[,] GetNormalizedConfusionMatrix()
    {
        var shares = new double[ClassNames.Count, ClassNames.Count];
        for (int truth = 0; truth < ClassNames.Count; truth++)
        {
            for (int predicted = 0; predicted < ClassNames.Count; predicted++)
            {
                shares[truth, predicted] = Ratio(ConfusionMatrix[truth, predicted], _inTruth[truth]);
            }
        }

        return shares;
    }

    /// <summary>
    /// Returns the confusion matrix as text: one row per true class with its pixel count and the predicted classes in per cent of it;
    /// <c>-</c> for classes that do not occur.
    /// </summary>
    /// <remarks>The column headings are the numbers in front of the class names.</remarks>
    public string GetFormattedConfusionTable() => ConfusionTable.Format(this, _inTruth);

    /// <summary>
    /// Returns the metrics of some of the classes, for instance the 16 or 13 that SYNTHIA shares with Cityscapes.
    /// </summary>
    /// <remarks>
    /// As in published 13- and 16-class tables, nothing is recounted: a class keeps its IoU among all classes, and the means cover the
    /// listed classes. Accuracies cover the pixels whose true class is listed. <see cref="ConfusionMatrix"/> is the block of the listed
    /// classes, so its sums leave out confusions with other classes, which the metrics do count.
    /// </remarks>
    /// <param name="classIds">Indices into <see cref="ClassNames"/> (for all classes these are the train ids), each once, in the order of
    /// the report.</param>
    /// <exception cref="ArgumentException">There are no ids, or an id is unknown or listed twice.</exception>
    public SegmentationMetrics Subset(params IEnumerable<int> classIds)
    {
        ArgumentNullException.ThrowIfNull(classIds);
        int[] ids = [.. classIds];
        if (ids.Length == 0)
        {
            throw new ArgumentException("At least one class is needed.", nameof(classIds));
        }

        foreach (int id in ids)
        {
            if (id < 0 || id >= ClassNames.Count)
            {
                throw new ArgumentException($"There is no class {id}: ids are 0–{ClassNames.Count - 1}.", nameof(classIds));
            }

            if (ids.Count(other => other == id) > 1)
            {
                throw new ArgumentException($"Class {id} ({ClassNames[id]}) is listed twice.", nameof(classIds));
            }
        }

        return new SegmentationMetrics(this, ids);
    }

    /// <summary>Returns a table of the IoU per class and the means, × 100 with two decimals; <c>-</c> for a class that does not
    /// occur.</summary>
    public override string ToString() => SegmentationMetricsTable.Format(this);

    private static double Ratio(long part, long whole) => whole == 0 ? double.NaN : (double)part / whole;

    private static double MeanOfNumbers(IEnumerable<double> values) =>
        values.Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Average();

    private double IoU(int id) => Ratio(_correct[id], _inTruth[id] + _inPrediction[id] - _correct[id]);
}
