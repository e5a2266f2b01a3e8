using Ass.MLNet.Labels;

namespace Ass.MLNet;

/// <content>Maps for well-known data sets.</content>
public sealed partial class LabelMap
{
    private static readonly Dictionary<int, int> CityscapesIds = WithIgnored(
        new()
        {
            [7] = 0,
            [8] = 1,
            [11] = 2,
            [12] = 3,
            [13] = 4,
            [17] = 5,
            [19] = 6,
            [20] = 7,
            [21] = 8,
            [22] = 9,
            [23] = 10,
            [24] = 11,
            [25] = 12,
            [26] = 13,
            [27] = 14,
            [28] = 15,
            [31] = 16,
            [32] = 17,
            [33] = 18,
        },
        Enumerable.Range(0, 34)
    );

    /// <summary>Cityscapes' label ids 0–33 (<c>…_gtFine_labelIds.png</c>) to its 19 classes.</summary>
    public static LabelMap Cityscapes { get; } = new(CityscapesIds, SegmentationClasses.Cityscapes.Names);

    /// <summary>Labels that already hold Cityscapes' 19 train ids (<c>…_gtFine_labelTrainIds.png</c>).</summary>
    public static LabelMap CityscapesTrainIds { get; } = Identity(SegmentationClasses.Cityscapes.Names);

    /// <summary>GTA5 (Playing for Data): Cityscapes' label ids to its 19 classes; 34 (license plate) is ignored.</summary>
    public static LabelMap Gta5 { get; } = new(WithIgnored(CityscapesIds, [34]), SegmentationClasses.Cityscapes.Names);

    /// <summary>
    /// SYNTHIA-RAND-CITYSCAPES ids 0–22 to the 19 Cityscapes classes; void, parking slot, road work and lane marking are ignored. Terrain,
    /// truck and train do not occur: <see cref="SynthiaClasses"/> lists the subsets used in published results.
    /// </summary>
    public static LabelMap Synthia { get; } =
        new(
            WithIgnored(
                new()
                {
                    [3] = 0,
                    [4] = 1,
                    [2] = 2,
                    [21] = 3,
                    [5] = 4,
                    [7] = 5,
                    [15] = 6,
                    [9] = 7,
                    [6] = 8,
                    [16] = 9,
                    [1] = 10,
                    [10] = 11,
                    [17] = 12,
                    [8] = 13,
                    [18] = 14,
                    [19] = 15,
                    [20] = 16,
                    [12] = 17,
                    [11] = 18,
                },
                Enumerable.Range(0, 23)
            ),
            SegmentationClasses.Cityscapes.Names
        );

    /// <summary>CamVid in the SegNet layout: 11 classes stored as 0–10; 11 (unlabelled; 255 in derived sets) and all other values are
    /// ignored.</summary>
    public static LabelMap CamVid { get; } =
        new(WithIgnored(Enumerable.Range(0, 11).ToDictionary(id => id), [11, LabelMask.Ignored]), SegmentationClasses.CamVid.Names);

    /// <summary>Pascal VOC: background and 20 classes stored as 0–20; 255 (borders and difficult objects) is ignored.</summary>
    public static LabelMap Voc { get; } = Identity(SegmentationClasses.Voc.Names);

    /// <summary>
    /// The 22 classes of CARLA's semantic segmentation camera, releases 0.8 to 0.9.13: tag t is train id t − 1; tag 0 (unlabelled) is
    /// ignored. Releases before 0.9.10 have only the first 12 classes and leave sky untagged.
    /// </summary>
    public static LabelMap Carla { get; } =
        new(WithIgnored(Enumerable.Range(0, 22).ToDictionary(id => id + 1, id => id), [0]), SegmentationClasses.Carla.Names);

    /// <summary>
    /// CARLA from release 0.9.14, whose tags 1–19 are the 19 Cityscapes classes. Lane markings (24) are road; the other tags up to 28,
    /// which Cityscapes does not evaluate, are ignored.
    /// </summary>
    public static LabelMap Carla914ToCityscapes { get; } =
        new(
            WithIgnored(new(Enumerable.Range(0, 19).ToDictionary(id => id + 1, id => id)) { [24] = 0 }, Enumerable.Range(0, 29)),
            SegmentationClasses.Cityscapes.Names
        );

    /// <summary>Cityscapes' label ids 0–33 (and GTA5's) to the 11 classes of CamVid.</summary>
    public static LabelMap CityscapesToCamVid { get; } =
        new(
            WithIgnored(
                new()
                {
                    [7] = 3,
                    [8] = 4,
                    [11] = 1,
                    [12] = 1,
                    [13] = 7,
                    [14] = 7,
                    [15] = 1,
                    [16] = 1,
                    [17] = 2,
                    [18] = 2,
                    [19] = 6,
                    [20] = 6,
                    [21] = 5,
                    [22] = 5,
                    [23] = 0,
                    [24] = 9,
                    [25] = 10,
                    [26] = 8,
                    [27] = 8,
                    [28] = 8,
                    [31] = 8,
                    [32] = 10,
                    [33] = 10,
                },
                Enumerable.Range(0, 35)
            ),
            SegmentationClasses.CamVid.Names
        );

    /// <summary>CARLA tags, releases 0.8 to 0.9.13, to the 11 CamVid classes. CARLA has no class for bicyclists: riders are pedestrians or
    /// vehicles.</summary>
    public static LabelMap CarlaToCamVid { get; } =
        new(
            WithIgnored(
                new()
                {
                    [1] = 1,
                    [2] = 7,
                    [4] = 9,
                    [5] = 2,
                    [6] = 3,
                    [7] = 3,
                    [8] = 4,
                    [9] = 5,
                    [10] = 8,
                    [11] = 1,
                    [12] = 6,
                    [13] = 0,
                    [15] = 1,
                    [17] = 7,
                    [18] = 6,
                    [22] = 5,
                },
                Enumerable.Range(0, 23)
            ),
            SegmentationClasses.CamVid.Names
        );

    /// <summary>Whether this is the map of a published data set, whose images may lack classes: SYNTHIA has no terrain, and a CARLA
    /// recording contains only what its town has.</summary>
    internal bool IsPublished =>
        this == Cityscapes
        || this == CityscapesTrainIds
        || this == Gta5
        || this == Synthia
        || this == CamVid
        || this == Voc
        || this == Carla
        || this == Carla914ToCityscapes
        || this == CityscapesToCamVid
        || this == CarlaToCamVid
        || this == CityscapesColors
        || this == CarlaColors
        || this == CamVidColors
        || this == VocColors;

    /// <summary>Whether the map reads CARLA's tags of releases before 0.9.14, which numbered them anew.</summary>
    internal bool IsOfEarlyCarla => this == Carla || this == CarlaToCamVid;

    /// <summary>Returns the values of the classes, and maps values in <paramref name="known"/> without a class to 255.</summary>
    private static Dictionary<int, int> WithIgnored(Dictionary<int, int> classes, IEnumerable<int> known)
    {
        var all = new Dictionary<int, int>(classes);
        foreach (int raw in known)
        {
            all.TryAdd(raw, LabelMask.Ignored);
        }

        return all;
    }
}
