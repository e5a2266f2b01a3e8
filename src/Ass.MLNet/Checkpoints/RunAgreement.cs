using System.Globalization;
using Ass.MLNet.Distribution;
using Ass.MLNet.Networks;
using Ass.MLNet.Sampling;
using TorchSharp;

namespace Ass.MLNet.Checkpoints;

/// <summary>Makes sure that processes which train together were given the same training.</summary>
internal static class RunAgreement
{
    /// <summary>How many differences a message names.</summary>
    private const int MostDifferences = 20;

    /// <summary>Options that may differ: the others neither see nor need them.</summary>
    private static readonly HashSet<string> Own =
    [
        nameof(AssSegmentationOptions.Distributed),
        nameof(AssSegmentationOptions.Progress),
        nameof(AssSegmentationOptions.CancellationToken),
        nameof(AssSegmentationOptions.GpuDeviceId),
        nameof(AssSegmentationOptions.FallbackToCpu),
        $"{nameof(AssSegmentationOptions.Run)}.{nameof(RunOptions.WorkspacePath)}",
        $"{nameof(AssSegmentationOptions.Run)}.{nameof(RunOptions.Resume)}",
        $"{nameof(AssSegmentationOptions.Run)}.{nameof(RunOptions.Begun)}",
        $"{nameof(AssSegmentationOptions.Run)}.{nameof(RunOptions.ValidationSet)}",
        $"{nameof(AssSegmentationOptions.Computing)}.{nameof(ComputingOptions.DecodingThreads)}",
        $"{nameof(AssSegmentationOptions.Computing)}.{nameof(ComputingOptions.DecodedCacheMegabytes)}",
    ];

    /// <param name="ranks">The processes.</param>
    /// <param name="options">This one's options.</param>
    /// <param name="fingerprint">Its classes, seed and data.</param>
    /// <param name="validation">The <see cref="DataFingerprint"/> of its validation set; empty if it has none.</param>
    /// <param name="device">What it computes on: memory layouts and the order of things depend on it.</param>
    /// <exception cref="InvalidOperationException">This process has something else than the first one; the message names all of
    /// it.</exception>
    public static void Check(
        Ranks ranks,
        AssSegmentationOptions options,
        RunFingerprint fingerprint,
        IReadOnlyDictionary<string, string> validation,
        DeviceType device
    )
    {
        if (!ranks.AreMany)
        {
            return;
        }
        var entries = new SortedDictionary<string, string>(fingerprint.Entries, StringComparer.Ordinal);
        foreach (var option in AssSegmentationOption.All.Where(option => !Own.Contains(option.Name)))
        {
            entries.Remove(option.Key);
            entries[option.Name] = RunFingerprint.Text(option.GetValue(options));
        }
        foreach (var (name, value) in validation)
        {
            entries[$"validation {name}"] = value;
        }

        entries["device"] = device.ToString();

        RequireAlike(ranks, "Settings or data", entries);
    }

    /// <summary>Makes sure that labels have the same pixels: a label map of another content gives other ones, and so do other
    /// files.</summary>
    /// <param name="ranks">The processes.</param>
    /// <param name="pixels">Those of each class in this one's labels; null if they were not looked at.</param>
    /// <param name="classNames">The classes.</param>
    /// <exception cref="InvalidOperationException">This process has others than the first one.</exception>
    public static void CheckLabels(Ranks ranks, ClassPixels? pixels, IReadOnlyList<string> classNames)
    {
        if (!ranks.AreMany || pixels is null)
        {
            return;
        }
        RequireAlike(
            ranks,
            "Labels",
            Entries("source", pixels.Source)
                .Concat(Entries("target", pixels.LabeledTarget))
                .Concat(Entries("validation", pixels.Validation))
                .ToDictionary(StringComparer.Ordinal)
        );

        IEnumerable<KeyValuePair<string, string>> Entries(string domain, IReadOnlyList<long>? counts) =>
            (counts ?? []).Select(
                (count, id) =>
                    KeyValuePair.Create($"{domain} pixels of {id} '{classNames[id]}'", count.ToString(CultureInfo.InvariantCulture))
            );
    }

    /// <summary>Makes sure that weights can be exchanged and mean the same: their files are each process's own.</summary>
    /// <param name="ranks">The processes.</param>
    /// <param name="network">This one's network.</param>
    /// <param name="normalization">Its input normalisation.</param>
    /// <exception cref="InvalidOperationException">This process has another one than the first.</exception>
    public static void CheckNetwork(Ranks ranks, SegmentationModule network, InputNormalization normalization)
    {
        if (ranks.AreMany)
        {
            var entries = network.state_dict().ToDictionary(tensor => tensor.Key, tensor => string.Join(" x ", tensor.Value.shape));
            entries["input"] = normalization.ToString();
            RequireAlike(ranks, "Networks", entries);
        }
    }

    private static void RequireAlike(Ranks ranks, string what, IReadOnlyDictionary<string, string> entries)
    {
        var first = ranks.FromFirst(entries);
        string[] differences =
        [
            .. entries
                .Keys.Union(first.Keys)
                .Where(name => entries.GetValueOrDefault(name) != first.GetValueOrDefault(name))
                .Select(name =>
                    $"{name}: {first.GetValueOrDefault(name, "nothing")} in the first, {entries.GetValueOrDefault(name, "nothing")} here"
                ),
        ];
        if (differences.Length > 0)
        {
            string more = differences.Length > MostDifferences ? $"; and {differences.Length - MostDifferences} more" : "";
            throw new InvalidOperationException(
                $"{what} are not those of the first of the processes that train together: "
                    + $"{string.Join("; ", differences.Take(MostDifferences))}{more}."
            );
        }
    }
}
