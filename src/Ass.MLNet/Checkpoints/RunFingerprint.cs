using System.Collections;
using System.Globalization;

namespace Ass.MLNet.Checkpoints;

/// <summary>The settings and data of a run, as text. A resumed run must have the same or explicitly allow changes.</summary>
internal sealed class RunFingerprint
{
    private const string Classes = "classes";
    private const string Processes = "processes";

    /// <summary>Entries that determine the shape or meaning of the checkpoint's tensors; no resumption accepts a change.</summary>
    private static readonly HashSet<string> Structural =
    [
        Classes,
        .. AssSegmentationOption.All.Where(option => option.OnResume == ChangeOnResume.Never).Select(option => option.Key),
    ];

    /// <summary>Values of what is missing from checkpoints: the fixed behaviour of the version that wrote them, and one process.</summary>
    private static readonly Dictionary<string, string> EarlierDefaults = new(
        Compared.Select(option => KeyValuePair.Create(option.Key, Text(option.EarlierDefault)))
    )
    {
        [Processes] = "1",
    };

    /// <summary>What options are called today, by their keys.</summary>
    private static readonly Dictionary<string, string> OptionNames = AssSegmentationOption.All.ToDictionary(
        option => option.Key,
        option => option.Name
    );

    private static readonly string SelfTrains = AssSegmentationOption.Of(o => o.SelfTraining.Enabled).Key;

    /// <summary>Options without effect where there is no self-training.</summary>
    private static readonly string[] OfSelfTraining =
    [
        .. AssSegmentationOption
            .All.Where(option => option.Group == nameof(AssSegmentationOptions.SelfTraining))
            .Select(option => option.Key),
    ];

    /// <summary>Key → value.</summary>
    public SortedDictionary<string, string> Entries { get; set; } = new(StringComparer.Ordinal);

    /// <param name="options">The options; all that affect the weights of later steps count.</param>
    /// <param name="classNames">The class names, whatever their source.</param>
    /// <param name="seed">The seed of all randomness.</param>
    /// <param name="data">The entries of <see cref="DataFingerprint"/>.</param>
    /// <param name="processes">Number of processes that train together.</param>
    public static RunFingerprint Of(
        AssSegmentationOptions options,
        IReadOnlyList<string> classNames,
        int seed,
        IReadOnlyDictionary<string, string> data,
        int processes = 1
    )
    {
        var fingerprint = new RunFingerprint();
        foreach (var option in Compared)
        {
            fingerprint.Entries[option.Key] = Text(option.GetValue(options));
        }

        fingerprint.Entries[Classes] = Text(classNames);
        fingerprint.Entries["seed"] = Text(seed);
        if (processes > 1)
        {
            fingerprint.Entries[Processes] = Text(processes);
        }
        foreach (var (name, value) in data)
        {
            fingerprint.Entries[name] = value;
        }
        return fingerprint;
    }

    /// <summary>Compares this run with the one that wrote a checkpoint.</summary>
    /// <param name="earlier">The checkpoint's fingerprint.</param>
    /// <returns>A line per difference; those that no resumption accepts come first.</returns>
    public IReadOnlyList<(string Line, bool Acceptable)> DifferencesFrom(RunFingerprint earlier) =>
        [
            .. Entries
                .Keys.Union(earlier.Entries.Keys)
                .Except(new[] { this, earlier }.All(run => Value(run, SelfTrains) == Text(false)) ? OfSelfTraining : [])
                .Where(name => Value(this, name) != Value(earlier, name))
                .Select(name =>
                    (
                        $"{OptionNames.GetValueOrDefault(name, name)}: {Value(earlier, name)} in the checkpoint, {Value(this, name)} now",
                        !Structural.Contains(name)
                    )
                )
                .OrderBy(difference => difference.Item2),
        ];

    private static string Value(RunFingerprint fingerprint, string name) =>
        fingerprint.Entries.TryGetValue(name, out string? value) ? value : EarlierDefaults.GetValueOrDefault(name, "nothing");

    private static IEnumerable<AssSegmentationOption> Compared =>
        AssSegmentationOption.All.Where(option => option.OnResume != ChangeOnResume.Free);

    /// <summary>A value as a fingerprint has it.</summary>
    public static string Text(object? value) =>
        value switch
        {
            null => "null",
            string text => text,
            IEnumerable many => string.Join(", ", many.Cast<object>()),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString()!,
        };
}
