using System.CommandLine;
using System.CommandLine.Parsing;
using Ass.MLNet.Labels;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>A custom label map for one kind of data set: <c>KIND=MAP</c>, where the map is a built-in one or a JSON file.</summary>
/// <remarks>Labels that have names are mapped by these: their numbers are each set's own, by the order of its file, or of the alphabet, and
/// would mean other labels in the next set.</remarks>
internal sealed record LabelMapArgument
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

    private readonly LabelMap? _map;
    private readonly LabelNameMap? _names;

    /// <param name="kind">A kind of data set.</param>
    /// <param name="map">The map of its labels' numbers or colours.</param>
    public LabelMapArgument(DatasetKind kind, LabelMap map) => (Kind, _map) = (kind, map);

    /// <param name="kind">A kind of data set whose labels have names.</param>
    /// <param name="names">The map of these names.</param>
    public LabelMapArgument(DatasetKind kind, LabelNameMap names) => (Kind, _names) = (kind, names);

    public DatasetKind Kind { get; }

    /// <summary>The labels that a set is opened with, instead of its own; null where numbers or colours are mapped.</summary>
    /// <param name="ignored">The labels that the set ignores; the map may ignore them, too.</param>
    public IReadOnlyList<string>? LabelsBeside(IReadOnlyList<string>? ignored) => _names?.LabelsBeside(ignored ?? []);

    public static Option<LabelMapArgument[]> CreateOption() =>
        new("--map")
        {
            Description =
                "How label values of a kind of data set, or its labels' colours, become classes, where not its own way: "
                + $"{string.Join(", ", BuiltIn.Select(m => m.Name))}, or a JSON file (its format: LabelMap.FromJson; for "
                + $"{string.Join(", ", DatasetKind.All.Where(k => k.HasNamedLabels).Select(k => k.Name))} its keys are the labels' names). "
                + "May be given several times.",
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

    /// <summary>Reads a set by this map.</summary>
    /// <param name="set">The set, opened with <see cref="LabelsBeside"/>.</param>
    /// <param name="folder">Its folder.</param>
    /// <exception cref="UsageException">The map contradicts the folder's list of classes.</exception>
    public SegmentationDataset Apply(SegmentationDataset set, string folder)
    {
        if (Kind.HasClassList && _map is { IsOfColors: false } && set.ClassNames is { } listed)
        {
            CheckAgrees(_map, folder, listed);
        }
        return set.WithLabelMap(_names?.For(set.LabelMap!) ?? _map!);
    }

    /// <summary>A list of classes in a folder says what the numbers in its labels are, usually classes already. Where it gives a number to
    /// one of the map's classes, the map must do so, too, or not list the number.</summary>
    private static void CheckAgrees(LabelMap map, string folder, IReadOnlyList<string> listed)
    {
        foreach (var (id, name) in listed.Index())
        {
            var named = map.ClassNames.Index().Where(c => c.Item.Equals(name, StringComparison.OrdinalIgnoreCase)).ToArray();
            if (named.Length > 0 && map.IsListed(id) && Array.TrueForAll(named, c => c.Index != map[id]))
            {
                string becomes = map[id] == LabelMask.Ignored ? "ignored" : $"'{map.ClassNames[map[id]]}'";
                throw new UsageException(
                    $"'{Path.Combine(folder, DatasetKind.ClassListName)}' says that {id} is '{name}' in the labels of its folder, but by "
                        + $"the map that --map gives to all sets of this kind it is {becomes}. If the labels hold numbers of that list, "
                        + "list the folder's images and labels in a file, for pairs:FILE, which has no map then; if they hold those of "
                        + $"the map, move {DatasetKind.ClassListName} away."
                );
            }
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
            else if (Find(kind, parts[1], out string error) is { } argument)
            {
                arguments.Add(argument);
            }
            else
            {
                result.AddError(error);
            }
        }

        return [.. arguments];
    }

    private static LabelMapArgument? Find(DatasetKind kind, string nameOrFile, out string error)
    {
        try
        {
            if (BuiltIn.FirstOrDefault(m => m.Name == nameOrFile).Map is { } builtIn)
            {
                return Create(kind, nameOrFile, builtIn, out error);
            }
            if (File.Exists(nameOrFile))
            {
                error = "";
                return kind.HasNamedLabels && LabelMapJson.ReadNames(nameOrFile) is { } names
                    ? new LabelMapArgument(kind, names)
                    : Create(kind, nameOrFile, LabelMap.FromJson(nameOrFile), out error);
            }
            error = $"--map: there is no map and no file '{nameOrFile}'. Maps: {string.Join(", ", BuiltIn.Select(m => m.Name))}.";
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            error = $"--map {kind.Name}=…: {e.Message}";
        }

        return null;
    }

    private static LabelMapArgument? Create(DatasetKind kind, string name, LabelMap map, out string error)
    {
        error =
            !kind.HasNamedLabels || (map.IsOfColors && kind.HasColors)
                ? ""
                : $"--map {kind.Name}={name} is a map of {(map.IsOfColors ? "colours" : "numbers")}, but the labels of {kind.Name} have "
                    + "names, and each set numbers them by itself: give a JSON file whose keys are the names, such as { \"classes\": "
                    + "[\"road\", \"car\"], \"values\": { \"asphalt\": \"road\", \"car\": \"car\", \"void\": null } }.";
        return error.Length == 0 ? new(kind, map) : null;
    }
}
