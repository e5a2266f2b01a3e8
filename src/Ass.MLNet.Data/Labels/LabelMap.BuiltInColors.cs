using Ass.MLNet.Images;
using Ass.MLNet.Labels;

namespace Ass.MLNet;

/// <content>Colour maps for well-known data sets.</content>
public sealed partial class LabelMap
{
    /// <summary>
    /// Cityscapes colours to the 19 Cityscapes classes, including the colours of CARLA 0.9's colour images (<c>CityScapesPalette</c>) where
    /// they differ. CARLA's road lines are road; its other tags that Cityscapes does not evaluate are ignored, like Cityscapes' own.
    /// </summary>
    public static LabelMap CityscapesColors { get; } =
        OfClasses(
            SegmentationClasses.Cityscapes,
            classes: [(0x9DEA32, 0), (0x642828, 4), (0x91AA64, 9)], // CARLA's RoadLine, Fence, Terrain
            ignored:
            [
                // Cityscapes: unlabelled, dynamic, ground, parking, rail track, guard rail, bridge, tunnel, caravan, trailer. Pole group
                // and licence plate share a class's colour.
                0x000000,
                0x6F4A00,
                0x510051,
                0xFAAAA0,
                0xE6968C,
                0xB4A5B4,
                0x966464,
                0x96785A,
                0x00005A,
                0x00006E,
                // CARLA: Other, Static, Dynamic, Water.
                0x375A50,
                0x6EBEA0,
                0xAA7832,
                0x2D3C96,
            ]
        );

    /// <summary>
    /// The colours of CARLA's documentation, releases 0.8 to 0.9.13, to the 22 classes of <see cref="Carla"/>; Fence, Other and Vehicles
    /// also with those of release 0.8. The C++ converter of that release paints road lines as poles: they become Pole.
    /// </summary>
    public static LabelMap CarlaColors { get; } =
        OfClasses(
            SegmentationClasses.Carla,
            classes:
            [
                (0xBE9999, 1), // Fence in 0.8
                (0x48005A, 2), // Other in the Python client of 0.8,
                (0xFAAAA0, 2), // and in the C++ converter
                (0x0000FF, 9), // Vehicles in the Python client of 0.8
            ],
            ignored: [0x000000]
        );

    /// <summary>
    /// CamVid's original annotations (<c>…_L.png</c>, 32 colours) to the 11 classes of the SegNet layout, in the usual grouping: archway,
    /// bridge, tunnel and wall are Building; traffic cone is Pole; lane markings are Road; parking and shoulder are Pavement; other
    /// vegetation is Tree; traffic lights and text are SignSymbol; all vehicles are Car; children, prams and animals are Pedestrian;
    /// motorcycles are Bicyclist. SegNet's own 11 colours are listed too.
    /// </summary>
    public static LabelMap CamVidColors { get; } =
        OfClasses(
            SegmentationClasses.CamVid,
            classes:
            [
                (0xC00080, 1),
                (0x008040, 1),
                (0x400040, 1),
                (0x40C000, 1), // Archway, Bridge, Tunnel, Wall
                (0x000040, 2), // TrafficCone
                (0x8000C0, 3),
                (0xC00040, 3), // LaneMkgsDriv, LaneMkgsNonDriv
                (0x0000C0, 4),
                (0x40C080, 4),
                (0x8080C0, 4), // Sidewalk, ParkingBlock, RoadShoulder
                (0xC0C000, 5), // VegetationMisc
                (0x808040, 6),
                (0x004040, 6), // Misc_Text, TrafficLight
                (0x4080C0, 8),
                (0xC080C0, 8),
                (0xC04080, 8),
                (0x804040, 8), // SUVPickupTruck, Truck_Bus, Train, OtherMoving
                (0xC08040, 9),
                (0x4000C0, 9),
                (0x408040, 9), // Child, CartLuggagePram, Animal
                (0xC000C0, 10), // MotorcycleScooter
            ],
            ignored: [0x000000]
        );

    /// <summary>Pascal VOC colours to background and 20 classes, for masks saved without their palette; the border colour is
    /// ignored.</summary>
    public static LabelMap VocColors { get; } = OfClasses(SegmentationClasses.Voc, classes: [], ignored: [0xE0E0C0]);

    /// <summary>The names of the built-in colour maps that list a colour.</summary>
    internal static string[] ColorMapsWith(int rgb) =>
        [
            .. new[]
            {
                (nameof(CityscapesColors), CityscapesColors),
                (nameof(CarlaColors), CarlaColors),
                (nameof(CamVidColors), CamVidColors),
                (nameof(VocColors), VocColors),
            }
                .Where(map => map.Item2[rgb] != LabelMask.Ignored)
                .Select(map => map.Item1),
        ];

    /// <summary>Maps the classes' own colours and additional ones.</summary>
    private static LabelMap OfClasses(SegmentationClasses own, (int Color, int TrainId)[] classes, int[] ignored)
    {
        var trainIds = own
            .Colors.Select((color, id) => (Color: new Rgb24(color.R, color.G, color.B).Number, TrainId: id))
            .Concat(classes)
            .ToDictionary();
        foreach (int color in ignored)
        {
            trainIds.Add(color, LabelMask.Ignored);
        }

        return OfRgb(trainIds, own.Names, own.Colors);
    }
}
