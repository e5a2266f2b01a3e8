using System.CommandLine;
using System.Globalization;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Research.Cells;

namespace Ass.MLNet.Cli.Research.Study;

/// <summary>The options of <c>study</c>.</summary>
internal sealed class StudyArguments
{
    public Option<string> Config { get; } =
        new("--config")
        {
            Description =
                "The study: JSON with comments. \"train\": options of 'train' by name, without dashes, for all cells. "
                + "\"parts\": by name, each with \"rows\" (recipes), \"labeled\" and \"seeds\" (numbers), options of 'train' of "
                + "its own, and \"variants\" (by name, each with options). \"val\" is measured on once, after the last step; "
                + "\"holdBack\": N (and \"holdBackSeed\") takes N of the target's labelled training images for that instead. "
                + "\"keepModels\": as --keep-models. Relative paths are seen from the file. An option that is null is as if it "
                + "were not there.",
            HelpName = "FILE",
            Required = true,
        };

    public Option<string> Output { get; } =
        new("--output")
        {
            Description =
                "The folder for tables.md, results.csv and a run's folder PART/CELL for each cell. The same command goes on "
                + "with what is there, and several processes may be at work in it: each takes the next cell that none is at.",
            HelpName = "DIR",
            Required = true,
        };

    public Option<string[]> Parts { get; } = Filter("--part", "Only these parts.");

    public Option<string[]> Variants { get; } = Filter("--variants", "Only these variants.");

    public Option<string[]> Rows { get; } = Filter("--rows", "Only these rows.");

    public Option<string[]> Labeled { get; } = Filter("--labeled", "Only these numbers of labelled images; 0 is source-only's.");

    public Option<string[]> Seeds { get; } = Filter("--seeds", "Only these seeds.");

    public Option<bool> List { get; } =
        new("--list") { Description = "Tell what is finished and how much time is left, write the tables anew, and train nothing." };

    public Option<bool> Overwrite { get; } =
        new("--overwrite") { Description = "Train cells again that were trained with other settings. Default: they are an error." };

    public Option<bool> KeepModels { get; } =
        new("--keep-models") { Description = "Keep model.zip of cells that are finished from now on. Default: figures alone." };

    public NumberOption<int?> Threads { get; } =
        new("--threads", least: 1)
        {
            Description =
                "Threads that a step computes with. Two processes with one thread each finish a study on two cores sooner than "
                + "one with two. Default: one per core.",
        };

    public Option<DeviceArgument> Device { get; } = CommonOptions.Device();

    public Option[] All => [Config, Output, Parts, Variants, Rows, Labeled, Seeds, List, Overwrite, KeepModels, Threads, Device];

    /// <summary>The cells that the filters leave.</summary>
    /// <exception cref="UsageException">A filter names something that none of the cells has, or no cell is left.</exception>
    public IReadOnlyList<PlannedStudyCell> Select(ParseResult result, IReadOnlyList<PlannedStudyCell> cells)
    {
        (Option<string[]> Option, Func<StudyCell, string> Value)[] filters =
        [
            (Parts, c => c.Part),
            (Variants, c => c.Variant),
            (Rows, c => c.Row.Name),
            (Labeled, c => c.Labeled.ToString(CultureInfo.InvariantCulture)),
            (Seeds, c => c.Seed.ToString(CultureInfo.InvariantCulture)),
        ];
        foreach (var (option, value) in filters.Where(f => result.IsGiven(f.Option)))
        {
            string[] wanted = result.GetRequiredValue(option),
                known = [.. cells.Select(c => value(c.Cell)).Where(v => v.Length > 0).Distinct()];
            if (wanted.FirstOrDefault(w => !known.Contains(w)) is { } unknown)
            {
                throw new UsageException(
                    $"{option.Name}: there is no '{unknown}', but {(known.Length > 0 ? string.Join(", ", known) : "none")}."
                );
            }
            cells = [.. cells.Where(c => wanted.Contains(value(c.Cell)))];
        }

        return cells;
    }

    private static Option<string[]> Filter(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "a,b,c",
            AllowMultipleArgumentsPerToken = true,
            CustomParser = result => [.. result.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.TrimEntries))],
        };
}
