using System.Collections;
using System.Globalization;
using System.Reflection;

namespace Ass.MLNet.Checkpoints;

/// <summary>What a run was started with, as text: a resumed run must have the same, or say that it may differ.</summary>
internal sealed class RunFingerprint
{
    /// <summary>Options that change nothing about the weights of the steps to come; every other option counts.</summary>
    private static readonly HashSet<string> Harmless =
    [
        nameof(AssSegmentationOptions.ImageColumnName), nameof(AssSegmentationOptions.LabelColumnName), nameof(AssSegmentationOptions.DomainColumnName),
        nameof(AssSegmentationOptions.PredictedLabelColumnName), nameof(AssSegmentationOptions.ScoreColumnName), nameof(AssSegmentationOptions.ClassNames),
        nameof(AssSegmentationOptions.GpuDeviceId), nameof(AssSegmentationOptions.FallbackToCpu),
        nameof(AssSegmentationOptions.Progress), nameof(AssSegmentationOptions.ProgressInterval),
        nameof(AssSegmentationOptions.CancellationToken), nameof(AssSegmentationOptions.ReturnModelWhenCanceled),
        nameof(AssSegmentationOptions.WorkspacePath), nameof(AssSegmentationOptions.CheckpointEvery), nameof(AssSegmentationOptions.Resume),
        nameof(AssSegmentationOptions.AllowChangesOnResume), nameof(AssSegmentationOptions.ValidationSet), nameof(AssSegmentationOptions.ValidateEvery),
        nameof(AssSegmentationOptions.ReturnBestModel), nameof(AssSegmentationOptions.EarlyStoppingPatience),
        nameof(AssSegmentationOptions.EarlyStoppingMinimumGain), nameof(AssSegmentationOptions.MaximumSkippedSteps),
        nameof(AssSegmentationOptions.MeasureGradientNorms), nameof(AssSegmentationOptions.DataCheck),
    ];

    /// <summary>Entries without which the checkpoint's tensors have no place or another meaning; no resumption accepts a change.</summary>
    private static readonly HashSet<string> Structural =
    [
        Classes, nameof(AssSegmentationOptions.Network), nameof(AssSegmentationOptions.OutputStride), nameof(AssSegmentationOptions.Recipe),
        nameof(AssSegmentationOptions.AsppBranches), nameof(AssSegmentationOptions.BottleneckStride), nameof(AssSegmentationOptions.CeilModePooling),
        nameof(AssSegmentationOptions.MultiLevel), nameof(AssSegmentationOptions.PixelNormalization),
        nameof(AssSegmentationOptions.Optimizer), nameof(AssSegmentationOptions.BatchNorm),
        nameof(AssSegmentationOptions.SemanticDiscriminator), nameof(AssSegmentationOptions.SemanticFeatures),
    ];

    private const string Classes = "classes";

    /// <summary>What an option of a later version is in an earlier one's checkpoint: defaults leave things as they were.</summary>
    private static readonly Dictionary<string, string> Defaults = OptionsOf(new AssSegmentationOptions());

    /// <summary>Name → value.</summary>
    public SortedDictionary<string, string> Entries { get; set; } = new(StringComparer.Ordinal);

    /// <param name="options">Every option that is not harmless counts.</param>
    /// <param name="classNames">The classes, wherever they come from.</param>
    /// <param name="seed">The seed of all randomness.</param>
    /// <param name="data">What <see cref="DataFingerprint"/> says of the data.</param>
    public static RunFingerprint Of(AssSegmentationOptions options, IReadOnlyList<string> classNames, int seed, IReadOnlyDictionary<string, string> data)
    {
        var fingerprint = new RunFingerprint();
        foreach (var (name, value) in OptionsOf(options))
            fingerprint.Entries[name] = value;
        fingerprint.Entries[Classes] = Text(classNames);
        fingerprint.Entries["seed"] = Text(seed);
        foreach (var (name, value) in data)
            fingerprint.Entries[name] = value;
        return fingerprint;
    }

    /// <summary>Compares this run with the one that made a checkpoint.</summary>
    /// <param name="earlier">The checkpoint's.</param>
    /// <returns>A line for each difference, those first that no resumption accepts.</returns>
    public IReadOnlyList<(string Line, bool Acceptable)> DifferencesFrom(RunFingerprint earlier) =>
    [
        .. Entries.Keys.Union(earlier.Entries.Keys)
            .Where(name => Value(this, name) != Value(earlier, name))
            .Select(name => ($"{name}: {Value(earlier, name)} in the checkpoint, {Value(this, name)} now", !Structural.Contains(name)))
            .OrderBy(difference => difference.Item2),
    ];

    private static string Value(RunFingerprint fingerprint, string name) =>
        fingerprint.Entries.TryGetValue(name, out string? value) ? value : Defaults.GetValueOrDefault(name, "nothing");

    private static Dictionary<string, string> OptionsOf(AssSegmentationOptions options) => typeof(AssSegmentationOptions)
        .GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => !Harmless.Contains(p.Name))
        .ToDictionary(p => p.Name, p => Text(p.GetValue(options)));

    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => text,
        IEnumerable many => string.Join(", ", many.Cast<object>()),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
