using System.CommandLine;
using System.CommandLine.Parsing;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>A custom label map for one kind of data set: <c>KIND=MAP</c>, where the map is a built-in one or a JSON file.</summary>
internal sealed record LabelMapArgument(DatasetKind Kind, LabelMap Map)
{
    private static readonly (string Name, LabelMap Map)[] BuiltIn =
    [
        ("cityscapes-to-camvid", LabelMap.CityscapesToCamVid),
        ("carla-to-camvid", LabelMap.CarlaToCamVid),
        ("carla914-to-cityscapes", LabelMap.Carla914ToCityscapes),
        ("cityscapes", LabelMap.Cityscapes),
        ("cityscapes-train-ids", LabelMap.CityscapesTrainIds),
        ("gta5", LabelMap.Gta5),
        ("synthia", LabelMap.Synthia),
        ("carla", LabelMap.Carla),
        ("camvid", LabelMap.CamVid),
        ("voc", LabelMap.Voc),
        ("cityscapes-colors", LabelMap.CityscapesColors),
        ("carla-colors", LabelMap.CarlaColors),
        ("camvid-colors", LabelMap.CamVidColors),
        ("voc-colors", LabelMap.VocColors),
    ];

    public static Option<LabelMapArgument[]> CreateOption() =>
        new("--map")
        {
            Description =
                "How label values of a kind of data set, or its labels' colours, become classes, where not its own way: "
                + $"{string.Join(", ", BuiltIn.Select(m => m.Name))}, or a JSON file (its format: LabelMap.FromJson). May be given "
                + "several times.",
            HelpName = "KIND=MAP",
            CustomParser = Parse,
            DefaultValueFactory = _ => [],
        };

    /// <summary>Makes sure that each map is of a set: labels would be read without it, and perhaps as other classes.</summary>
    /// <param name="maps">The maps.</param>
    /// <param name="sets">All sets of the command; null for those that were not given.</param>
    /// <exception cref="UsageException">A map is of none.</exception>
    public static void CheckUsed(IEnumerable<LabelMapArgument> maps, params IEnumerable<DatasetArgument?> sets)
    {
        string[] kinds = [.. sets.OfType<DatasetArgument>().Select(set => set.Kind.Name).Distinct()];
        if (maps.FirstOrDefault(map => !kinds.Contains(map.Kind.Name)) is { } unused)
        {
            throw new UsageException(
                $"--map {unused.Kind.Name}=… is for none of the data sets, which are of the kinds: {string.Join(", ", kinds)}."
            );
        }
    }

    private static LabelMapArgument[] Parse(ArgumentResult result)
    {
        var arguments = new List<LabelMapArgument>();
        foreach (string text in result.Tokens.Select(t => t.Value))
        {
            string[] parts = text.Split('=', 2);
            if (parts.Length < 2 || DatasetKind.All.FirstOrDefault(k => k.Name == parts[0]) is not { } kind)
            {
                result.AddError(
                    $"--map must be KIND=MAP with one of the kinds {string.Join(", ", DatasetKind.All.Select(k => k.Name))}, but "
                        + $"is '{text}'."
                );
            }
            else if (arguments.Exists(given => given.Kind == kind))
            {
                result.AddError($"--map gives {kind.Name} two maps, but all its labels are read with one.");
            }
            else if (Find(parts[1], out string error) is { } map)
            {
                arguments.Add(new(kind, map));
            }
            else
            {
                result.AddError(error);
            }
        }

        return [.. arguments];
    }

    private static LabelMap? Find(string nameOrFile, out string error)
    {
        error = "";
        if (BuiltIn.FirstOrDefault(m => m.Name == nameOrFile).Map is { } map)
        {
            return map;
        }
        try
        {
            if (File.Exists(nameOrFile))
            {
                return LabelMap.FromJson(nameOrFile);
            }
            error = $"--map: there is no map and no file '{nameOrFile}'. Maps: {string.Join(", ", BuiltIn.Select(m => m.Name))}.";
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            error = $"--map: {e.Message}";
        }

        return null;
    }
}
