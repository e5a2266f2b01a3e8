using Ass.MLNet.Cli.CommandLine;

namespace Ass.MLNet.Cli.Research.Paper;

/// <summary>One of the paper's two benchmarks: training data, reports and published figures.</summary>
/// <param name="Source">The source data set's kind.</param>
/// <param name="Title">The benchmark's display name.</param>
/// <param name="Preset">The options.</param>
/// <param name="Reports">The classes to report on; the published figures belong to the first report.</param>
/// <param name="Published">Published figures.</param>
internal sealed record PaperSetting(
    DatasetKind Source,
    string Title,
    PaperBenchmark Preset,
    IReadOnlyList<ClassReport> Reports,
    PublishedFigures Published
)
{
    public static PaperSetting Gta5 { get; } =
        new(Kind("gta5"), "GTA5 → Cityscapes", PaperBenchmark.Gta5ToCityscapes, [new([.. Enumerable.Range(0, 19)])], PublishedFigures.Gta5);

    public static PaperSetting Synthia { get; } =
        new(
            Kind("synthia"),
            "SYNTHIA → Cityscapes",
            PaperBenchmark.SynthiaToCityscapes,
            [new(SynthiaClasses.Shared13), new(SynthiaClasses.Shared16)],
            PublishedFigures.Synthia
        );

    private static DatasetKind Kind(string name) => DatasetKind.All.Single(k => k.Name == name);
}
