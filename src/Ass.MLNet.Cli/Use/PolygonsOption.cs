using System.CommandLine;
using System.Globalization;
using Ass.MLNet.Cli.CommandLine;

namespace Ass.MLNet.Cli.Use;

/// <summary><c>--polygons X</c>: labels for labelme as polygons, whose corners can be moved.</summary>
internal static class PolygonsOption
{
    public static NumberOption<double?> Create() =>
        new("--polygons", least: 0)
        {
            Description =
                "With --format labelme: polygons instead of masks, which leave out corners as near as so many pixels to the line without "
                + "them. 1 leaves few corners to edit; 0 is exact. Releases of labelme before 5.4 cannot open masks.",
        };

    /// <summary>How far polygons may leave the regions; null for masks.</summary>
    /// <exception cref="UsageException">The format is not labelme's.</exception>
    public static double? ToleranceOf(ParseResult result, NumberOption<double?> option, PredictionFormat format) =>
        result.GetValue(option) is null || format == PredictionFormat.Labelme
            ? result.GetValue(option)
            : throw new UsageException($"{option.Name} is for --format labelme.");

    /// <summary>Makes sure, before anything is segmented, that polygons of a model's classes can be read back.</summary>
    /// <param name="tolerance">The value of <see cref="ToleranceOf"/>.</param>
    /// <param name="classNames">The model's classes.</param>
    /// <exception cref="UsageException">What lies between polygons would become the background.</exception>
    public static void CheckClasses(double? tolerance, IReadOnlyList<string> classNames)
    {
        if (tolerance > 0 && classNames.Contains(SegmentationDataset.LabelMeBackground))
        {
            throw new UsageException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"--polygons {tolerance} leaves slits between polygons, which labelme's files would give to the model's class "
                )
                    + $"'{SegmentationDataset.LabelMeBackground}', as all that has no shape: leave --polygons out, for masks, or give "
                    + "--polygons 0."
            );
        }
    }
}
