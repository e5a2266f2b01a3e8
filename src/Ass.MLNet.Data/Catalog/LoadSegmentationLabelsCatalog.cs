using Ass.MLNet;
using Ass.MLNet.MLNetInternals;

namespace Microsoft.ML;

/// <summary>Loads label files in pipelines of one's own.</summary>
public static class LoadSegmentationLabelsCatalog
{
    /// <summary>
    /// Reads label files, whose paths are in a text column, as images of train ids: what <c>LoadImages</c> is for images, but with the
    /// values that are stored in the files. Palette indices and 16-bit values, which <c>LoadImages</c> loses, are kept; a map of colours
    /// reads labels that are painted.
    /// </summary>
    /// <remarks>
    /// Files are decoded row by row when they are read. Images belong to the cursor, which disposes of them when it moves on. The class
    /// names of
    /// <paramref name="map"/> are the annotation <c>ClassNames</c> of the new column. The transformer can be saved and loaded with the rest
    /// of a pipeline. <c>Fit</c> asks for the column of paths; the fitted transformer also scores data without it, and then gives no
    /// labels.
    /// </remarks>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The new column: <c>MLImage</c>s whose grey value is the train id, 255 = ignored; absent where a row's
    /// path is empty.</param>
    /// <param name="inputColumnName">The column of paths (text).</param>
    /// <param name="map">Turns the files' values into train ids; <see langword="null"/>: they are train ids, 255 = ignored.</param>
    /// <param name="labelFolder">The folder that relative paths start from; <see langword="null"/>: the process's current one.</param>
    /// <param name="channel">Which number of a pixel is the label: CARLA's and SYNTHIA's files want <see cref="LabelChannel.Red"/>.</param>
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
