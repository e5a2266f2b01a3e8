using System.Drawing;

namespace Ass.MLNet.Labels;

/// <summary>The classes of well-known label sets: names and colours in the order of the train ids.</summary>
internal sealed class SegmentationClasses
{
    private SegmentationClasses(params (string Name, int Red, int Green, int Blue)[] classes)
    {
        Names = [.. classes.Select(c => c.Name)];
        Colors = [.. classes.Select(c => Color.FromArgb(c.Red, c.Green, c.Blue))];
    }

    /// <summary>The 11 classes of CamVid in the SegNet layout; its id 11 is unlabelled.</summary>
    public static SegmentationClasses CamVid { get; } =
        new(
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
            ("Bicyclist", 0, 128, 192)
        );

    /// <summary>The 19 evaluated classes of Cityscapes.</summary>
    public static SegmentationClasses Cityscapes { get; } =
        new(
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
            ("bicycle", 119, 11, 32)
        );

    /// <summary>The 21 classes of Pascal VOC, background first, in the colours of its development kit.</summary>
    public static SegmentationClasses Voc { get; } =
        new(
            ("background", 0, 0, 0),
            ("aeroplane", 128, 0, 0),
            ("bicycle", 0, 128, 0),
            ("bird", 128, 128, 0),
            ("boat", 0, 0, 128),
            ("bottle", 128, 0, 128),
            ("bus", 0, 128, 128),
            ("car", 128, 128, 128),
            ("cat", 64, 0, 0),
            ("chair", 192, 0, 0),
            ("cow", 64, 128, 0),
            ("diningtable", 192, 128, 0),
            ("dog", 64, 0, 128),
            ("horse", 192, 0, 128),
            ("motorbike", 64, 128, 128),
            ("person", 192, 128, 128),
            ("pottedplant", 0, 64, 0),
            ("sheep", 128, 64, 0),
            ("sofa", 0, 192, 0),
            ("train", 128, 192, 0),
            ("tvmonitor", 0, 64, 128)
        );

    /// <summary>The classes of CARLA's semantic segmentation camera in releases 0.9.10 to 0.9.13, tags 1–22, with the colours of its
    /// documentation.</summary>
    public static SegmentationClasses Carla { get; } =
        new(
            ("Building", 70, 70, 70),
            ("Fence", 100, 40, 40),
            ("Other", 55, 90, 80),
            ("Pedestrian", 220, 20, 60),
            ("Pole", 153, 153, 153),
            ("RoadLine", 157, 234, 50),
            ("Road", 128, 64, 128),
            ("SideWalk", 244, 35, 232),
            ("Vegetation", 107, 142, 35),
            ("Vehicles", 0, 0, 142),
            ("Wall", 102, 102, 156),
            ("TrafficSign", 220, 220, 0),
            ("Sky", 70, 130, 180),
            ("Ground", 81, 0, 81),
            ("Bridge", 150, 100, 100),
            ("RailTrack", 230, 150, 140),
            ("GuardRail", 180, 165, 180),
            ("TrafficLight", 250, 170, 30),
            ("Static", 110, 190, 160),
            ("Dynamic", 170, 120, 50),
            ("Water", 45, 60, 150),
            ("Terrain", 145, 170, 100)
        );

    /// <summary>All of them; if two share a class name, the earlier one's colour is better known.</summary>
    public static IReadOnlyList<SegmentationClasses> All { get; } = [CamVid, Cityscapes, Carla, Voc];

    public IReadOnlyList<string> Names { get; }

    public IReadOnlyList<Color> Colors { get; }
}
