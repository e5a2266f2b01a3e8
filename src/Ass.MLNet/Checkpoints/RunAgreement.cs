using Ass.MLNet.Distribution;
using TorchSharp;

namespace Ass.MLNet.Checkpoints;

/// <summary>Makes sure that processes which train together were given the same training.</summary>
internal static class RunAgreement
{
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
            throw new InvalidOperationException(
                $"Process {ranks.Rank} of the {ranks.Count} that train together has other settings or data than the first one: "
                    + $"{string.Join("; ", differences)}."
            );
        }
    }
}
