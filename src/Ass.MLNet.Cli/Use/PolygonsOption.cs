using System.CommandLine;
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
}
