using System.Drawing;

namespace Ass.MLNet;

/// <summary>The classes of the field's well-known label sets: names and colours in the order of the train ids.</summary>
internal sealed class SegmentationClasses
{
    private SegmentationClasses(params (string Name, int Red, int Green, int Blue)[] classes)
    {
        Names = [.. classes.Select(c => c.Name)];
        Colors = [.. classes.Select(c => Color.FromArgb(c.Red, c.Green, c.Blue))];
    }

    /// <summary>The 11 classes of CamVid in the SegNet arrangement; its id 11 is unlabelled.</summary>
    public static SegmentationClasses CamVid { get; } = new(
        ("Sky", 128, 128, 128),
        ("Building", 128, 0, 0),
        ("Pole", 192, 192, 128),
        ("Road", 128, 64, 128),
        ("Pavement", 60, 40, 222),
        ("Tree", 128, 128, 0),
        ("SignSymbol", 192, 128, 128),
        ("Fence", 64, 64, 128),
        ("Car", 64, 0, 128),
        ("Pedestrian", 64, 64, 0),
        ("Bicyclist", 0, 128, 192));

    /// <summary>The 19 evaluated classes of Cityscapes.</summary>
    public static SegmentationClasses Cityscapes { get; } = new(
        ("road", 128, 64, 128),
        ("sidewalk", 244, 35, 232),
        ("building", 70, 70, 70),
        ("wall", 102, 102, 156),
        ("fence", 190, 153, 153),
        ("pole", 153, 153, 153),
        ("traffic light", 250, 170, 30),
        ("traffic sign", 220, 220, 0),
        ("vegetation", 107, 142, 35),
        ("terrain", 152, 251, 152),
        ("sky", 70, 130, 180),
        ("person", 220, 20, 60),
        ("rider", 255, 0, 0),
        ("car", 0, 0, 142),
        ("truck", 0, 0, 70),
        ("bus", 0, 60, 100),
        ("train", 0, 80, 100),
        ("motorcycle", 0, 0, 230),
        ("bicycle", 119, 11, 32));

    public IReadOnlyList<string> Names { get; }

    public IReadOnlyList<Color> Colors { get; }
}
