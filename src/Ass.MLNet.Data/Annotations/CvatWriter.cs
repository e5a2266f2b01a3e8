using System.Drawing;
using System.IO.Compression;
using System.Text;
using Ass.MLNet.Labels;

namespace Ass.MLNet.Annotations;

/// <summary>Writes the archive of CVAT's "Segmentation mask 1.1".</summary>
internal static class CvatWriter
{
    /// <summary>Writes masks in the colours of their classes, and the same as objects, one per class.</summary>
    public static void Write(Stream stream, IEnumerable<NamedMask> masks)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
        var list = new StringBuilder();
        SegmentationPalette? classes = null,
            objects = null;
        foreach (var (name, mask) in masks.Select(mask => (mask.Stem, mask.Mask)))
        {
            if (classes is null || objects is null)
            {
                classes = Colors(mask);
                objects = Objects(mask.ClassNames);
                AddText(zip, CvatLabelMap.FileName, LabelMapText(mask.ClassNames, classes));
            }

            Add(zip, $"SegmentationClass/{name}.png", SegmentationPng.EncodeRgb(mask.ClassIds, mask.Width, mask.Height, classes));
            Add(zip, $"SegmentationObject/{name}.png", SegmentationPng.EncodeRgb(mask.ClassIds, mask.Width, mask.Height, objects));
            list.Append(name.Contains(' ') || name.StartsWith('#') ? $"\"{name}\"" : name).Append('\n');
        }

        AddText(zip, "ImageSets/Segmentation/default.txt", list.ToString());
    }

    private static string LabelMapText(IReadOnlyList<string> names, SegmentationPalette palette)
    {
        ClassLines.Check(names, CvatLabelMap.FileName);
        var text = new StringBuilder("# label:color_rgb:parts:actions\n");
        if (!names.Contains(CvatLabelMap.Background))
        {
            text.Append(CvatLabelMap.Background).Append(":0,0,0::\n");
        }

        foreach (var (name, color) in names.Zip(palette.Colors))
        {
            text.Append($"{name}:{color.R},{color.G},{color.B}::\n");
        }

        return text.ToString();
    }

    /// <summary>The colours of the classes; others where two classes share one, or one is the background's.</summary>
    private static SegmentationPalette Colors(SegmentationMask mask)
    {
        var usual = WithBlackBackground(mask.ClassNames, mask.Palette.Colors);
        var names = mask.ClassNames.ToList();
        bool areDistinct = usual.Select(color => color.ToArgb()).Distinct().Count() == usual.Length;
        bool isBlackFree = usual.Index().All(color => IsBackground(names[color.Index]) || (color.Item.ToArgb() & 0xFFFFFF) != 0);
        return areDistinct && isBlackFree ? new SegmentationPalette(usual) : Objects(names);
    }

    private static SegmentationPalette Objects(IReadOnlyList<string> names) =>
        new(WithBlackBackground(names, SegmentationPalette.Voc(first: 1, names.Count).Colors));

    private static Color[] WithBlackBackground(IReadOnlyList<string> names, IReadOnlyList<Color> colors) =>
        [.. names.Zip(colors, (name, color) => IsBackground(name) ? Color.FromArgb(0, 0, 0) : Color.FromArgb(color.R, color.G, color.B))];

    private static bool IsBackground(string name) => name == CvatLabelMap.Background;

    private static void AddText(ZipArchive zip, string name, string text) => Add(zip, name, Encoding.UTF8.GetBytes(text));

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        bool isPacked = name.EndsWith(".png", StringComparison.Ordinal);
        using var entry = zip.CreateEntry(name, isPacked ? CompressionLevel.NoCompression : CompressionLevel.Optimal).Open();
        entry.Write(content);
    }
}
