using Ass.MLNet;
using Ass.MLNet.MLNetInternals;

namespace Microsoft.ML;

/// <summary>Loads label files in custom pipelines.</summary>
public static class LoadSegmentationLabelsCatalog
{
    /// <summary>
    /// Reads the label files named in a text column as images of train ids. This is <c>LoadImages</c> for labels: it keeps the stored
    /// values, including palette indices and 16-bit values, which <c>LoadImages</c> loses. With a colour map it also reads labels stored as
    /// colours.
    /// </summary>
    /// <remarks>
    /// Files are decoded row by row as they are read. Images belong to the cursor, which disposes of them when it moves on. The new column
    /// carries the class names of <paramref name="map"/> as the annotation <c>ClassNames</c>. The transformer can be saved and loaded with
    /// the rest of a pipeline. <c>Fit</c> requires the path column; the fitted transformer also scores data without it, and then returns no
    /// labels.
    /// </remarks>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The new column of <c>MLImage</c>s: the grey value is the train id, 255 = ignored; null where a row's
    /// path is empty.</param>
    /// <param name="inputColumnName">The column of paths (text).</param>
    /// <param name="map">Maps the stored values to train ids; <see langword="null"/>: the values are train ids, 255 = ignored.</param>
    /// <param name="labelFolder">The base folder of relative paths; <see langword="null"/>: the current directory of the process.</param>
    /// <param name="channel">The channel that holds the label; use <see cref="LabelChannel.Red"/> for CARLA and SYNTHIA files.</param>
    public static SegmentationLabelLoadingEstimator LoadSegmentationLabels(
        this TransformsCatalog catalog,
        string outputColumnName,
        string inputColumnName,
        LabelMap? map = null,
        string? labelFolder = null,
        LabelChannel channel = LabelChannel.Grey
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrWhiteSpace(outputColumnName);
        ArgumentException.ThrowIfNullOrWhiteSpace(inputColumnName);
        if (!Enum.IsDefined(channel))
        {
            throw new ArgumentOutOfRangeException(
                nameof(channel),
                channel,
                $"The channel must be one of {string.Join(", ", Enum.GetNames<LabelChannel>())}."
            );
        }

        var options = new LabelLoading(
            outputColumnName,
            inputColumnName,
            map,
            string.IsNullOrWhiteSpace(labelFolder) ? null : labelFolder,
            channel
        );
        return new SegmentationLabelLoadingEstimator(MLNetEnvironment.Of(catalog), options);
    }
}
