using Ass.MLNet.Labels;

namespace Ass.MLNet.Inspection;

/// <summary>Recognises typical mistakes from the label values, and suggests fixes.</summary>
internal static class LabelValueCause
{
    private const int MostCityscapesId = 34;
    private const int MostStrayColors = 40;

    // Maps of earlier releases list the tags up to 22.
    private const int LastCarlaTag = 28;

    /// <summary>Explains values without a class, or classes without pixels, in sentences; null if no known cause fits.</summary>
    /// <param name="tally">All values of the labels.</param>
    /// <param name="classCount">The number of classes K.</param>
    public static string? Of(InspectionTally tally, int classCount)
    {
        int[] values = [.. tally.Values.Keys.Where(value => value != LabelMask.Ignored)];
        int[] unlisted = [.. Unlisted(tally).Select(value => value.Value)];
        if (values is [0] && tally.Values.ContainsKey(LabelMask.Ignored))
        {
            return "The labels hold 0 and 255 alone, as black-and-white masks do, where 255 is meant as a class and not as ignored: "
                + "a label map that lists 0 and 255 as classes reads them.";
        }

        if (IsOneBased(tally, classCount))
        {
            return $"The ids are one-based, {values[0]} to {classCount}, but the train ids of {classCount} classes are 0 to "
                + $"{classCount - 1}, so that every name is shifted by one: a label map that turns 1 into the first class, 2 into the "
                + "second, and so on, reads them.";
        }

        if (IsOfNewerCarla(tally))
        {
            return $"Values from 23 to {LastCarlaTag} are tags of CARLA since release 0.9.14, which numbered all tags anew (1 is road, 2 "
                + "sidewalk, 3 building), so that the other values are read as wrong classes, too: the label map "
                + "LabelMap.Carla914ToCityscapes (--map carla=carla914-to-cityscapes) reads them.";
        }

        if (unlisted.Length == 0)
        {
            return null;
        }
        if (Unlisted(tally).All(value => value.IsColor))
        {
            return OfColors(unlisted);
        }
        if (unlisted[^1] > byte.MaxValue)
        {
            return unlisted.All(value => value % 257 == 0)
                ? "The 16-bit values are ids times 257, as programs make them of 8-bit pictures: save the labels with 8 bits."
                : "Values above 255 come from labels of 16 bits: another numbering, or ids of instances (class × 1000 + number). "
                    + "Only a label map that lists them gives them a class.";
        }

        if (unlisted is [var one] && one == classCount && values[0] == 0)
        {
            return $"Ids go up to {classCount}: either 0 means no class and ids are one-based, so that every name is shifted by one, or "
                + $"the list of {classCount} class names is too short.";
        }

        int step = values.Aggregate(0, GreatestCommonDivisor);
        if (step > 1 && values.Length > 1 && values.Length <= classCount && values[^1] / step < classCount)
        {
            return $"All values are multiples of {step}, as in pictures that are made for looking at: divided by {step} they would be ids.";
        }
        if (classCount == LabelMap.Cityscapes.ClassNames.Count && unlisted[^1] <= MostCityscapesId)
        {
            return "With 19 classes, values up to 34 look like Cityscapes' label ids: the label map of Cityscapes turns them into "
                + "train ids.";
        }
        return values.Length > Math.Max(2 * classCount, 40)
            ? "So many values come from photographs, lossy files, or labels resized with interpolation."
            : null;
    }

    /// <summary>Whether ids run from 1 to K: the last one has no class, and the first class has no pixels.</summary>
    public static bool IsOneBased(InspectionTally tally, int classCount) =>
        !tally.Values.ContainsKey(0)
        && Unlisted(tally).Any()
        && Unlisted(tally).All(value => value.Value == classCount)
        && tally.Values.Keys.All(value => value <= classCount || value == LabelMask.Ignored);

    /// <summary>Whether labels that are read as CARLA's tags before release 0.9.14 hold tags that only later releases have: most of their
    /// values are then other classes than they are read as, however few pixels have none.</summary>
    public static bool IsOfNewerCarla(InspectionTally tally)
    {
        int[] tags = [.. tally.UnlistedCarlaTags.Where(tag => tag != LabelMask.Ignored)];
        return tags.Length > 0 && tags.All(tag => tag <= LastCarlaTag);
    }

    /// <summary>The values without a class; 255 always means ignored, whether a map lists it or not.</summary>
    public static IEnumerable<UnlistedLabelValue> Unlisted(InspectionTally tally) =>
        tally.UnlistedValues.Where(value => value.IsColor || value.Value != LabelMask.Ignored);

    private static string OfColors(int[] colors)
    {
        if (colors.All(color => color % 0x010101 == 0))
        {
            return "They are greys: the files hold ids, not colours, and a label map of numbers reads them.";
        }
        return colors.Length > MostStrayColors
            ? "So many colours come from photographs, lossy files, or labels resized with interpolation."
            : "Another palette than the label map's painted them; colours that mean no class belong into the map, as ignored (null).";
    }

    private static int GreatestCommonDivisor(int a, int b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }
        return a;
    }
}
