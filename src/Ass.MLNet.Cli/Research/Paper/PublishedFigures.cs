namespace Ass.MLNet.Cli.Research.Paper;

/// <summary>
/// Published mIoU, in per cent, on Cityscapes val with DeepLabV2-ResNet101, as reported by DDM (Chen et al., CVPR 2021, arXiv 2103.04705),
/// Table 1 (GTA5) and Table 2 (SYNTHIA).
/// </summary>
/// <param name="Rows">By a row of ours, which has the same losses: by the number of labelled target images.</param>
/// <param name="Others">Rows that are not ours, to compare with.</param>
internal sealed record PublishedFigures(
    IReadOnlyDictionary<string, IReadOnlyDictionary<int, double>> Rows,
    IReadOnlyDictionary<string, IReadOnlyDictionary<int, double>> Others
)
{
    public const string Source = "DeepLabV2-ResNet101, as reported by DDM (arXiv 2103.04705), Tables 1 and 2";

    /// <summary>19 classes.</summary>
    public static PublishedFigures Gta5 { get; } =
        new(
            new Dictionary<string, IReadOnlyDictionary<int, double>>
            {
                ["target-only"] = Labelled(41.9, 47.7, 55.5, 58.6, 65.3),
                ["global"] = Labelled(52.6, 53.6, 58.4, 61.6, 66.6),
                ["ass"] = Labelled(54.2, 56.0, 60.2, 64.5, 69.1),
            },
            new Dictionary<string, IReadOnlyDictionary<int, double>>
            {
                ["AdaptSegNet, unsupervised"] = new Dictionary<int, double> { [0] = 42.4 },
                ["DDM"] = Labelled(61.2, 60.5, 64.3, 66.6, 69.8),
            }
        );

    /// <summary>13 classes.</summary>
    public static PublishedFigures Synthia { get; } =
        new(
            new Dictionary<string, IReadOnlyDictionary<int, double>>
            {
                ["target-only"] = Labelled(53.0, 58.9, 61.0, 67.5, 72.2),
                ["global"] = Labelled(58.5, 61.9, 64.4, 67.6, 73.1),
                ["ass"] = Labelled(62.1, 64.8, 69.8, 73.0, 77.1),
            },
            new Dictionary<string, IReadOnlyDictionary<int, double>>
            {
                ["AdaptSegNet, unsupervised"] = new Dictionary<int, double> { [0] = 46.7 },
                ["DDM"] = Labelled(68.4, 69.8, 71.7, 74.2, 77.2),
            }
        );

    /// <summary>The figure for a row of ours; null where none was published.</summary>
    public double? Find(string row, int labeled) =>
        Rows.TryGetValue(row, out var figures) && figures.TryGetValue(labeled, out double figure) ? figure : null;

    private static Dictionary<int, double> Labelled(double with100, double with200, double with500, double with1000, double with2975) =>
        new()
        {
            [100] = with100,
            [200] = with200,
            [500] = with500,
            [1000] = with1000,
            [2975] = with2975,
        };
}
