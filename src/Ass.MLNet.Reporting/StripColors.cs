namespace Ass.MLNet.Reporting;

/// <summary>The classes' colours in strips, in a file beside them: a report that is made later has the same.</summary>
internal static class StripColors
{
    /// <summary>A label map, of which names and colours count.</summary>
    public const string FileName = "strip-colors.json";

    /// <summary>Writes the file, or removes it where the colours are those that go with the classes' names.</summary>
    /// <param name="folder">The folder of the strips.</param>
    /// <param name="classNames">The classes.</param>
    /// <param name="palette">Their colours; <see langword="null"/>: those that go with their names.</param>
    public static void Write(string folder, IReadOnlyList<string> classNames, SegmentationPalette? palette)
    {
        string path = Path.Combine(folder, FileName);
        if (palette is null || palette.Colors.Count < classNames.Count)
        {
            File.Delete(path);
            return;
        }
        var ids = Enumerable.Range(0, classNames.Count).ToDictionary(id => id);
        new LabelMap(ids, classNames, [.. palette.Colors.Take(classNames.Count)]).Save(path);
    }

    /// <summary>Reads the file; <see langword="null"/> if there is none, none that can be read, or one for other classes.</summary>
    /// <param name="folder">The folder of the strips.</param>
    /// <param name="classNames">The classes.</param>
    public static SegmentationPalette? Read(string folder, IReadOnlyList<string> classNames)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            return File.Exists(path) && LabelMap.FromJson(path) is var map && map.ClassNames.SequenceEqual(classNames) ? map.Palette : null;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
