using System.Text.Json;
using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;

namespace Ass.MLNet.Weights.Tensors;

/// <summary>The metadata of this library's safetensors files: texts by name, as the format requires.</summary>
/// <remarks>
/// <c>format</c> (<c>pt</c>, which other programs look for), <c>ass.network</c>, <c>ass.output_stride</c>, <c>ass.classes</c> (JSON, in the
/// order of the train ids), <c>ass.batch_norm</c> (how batch norm was trained, a <see cref="BatchNormMode"/>; left out where it is not
/// known), <c>ass.arithmetic</c> (JSON: where a bottleneck's stride lies, whether pooling rounds up, branches summed) and
/// <c>ass.normalization</c> (JSON: the order of the input's channels, and in that order the means and scales of pixels from 0 to 255).
/// </remarks>
internal static class WeightMetadata
{
    /// <summary>The metadata's key in the header of a safetensors file.</summary>
    public const string Key = "__metadata__";

    public const string Normalization = "ass.normalization";

    public const string Arithmetic = "ass.arithmetic";

    private const string RedFirst = "RGB";
    private const string BlueFirst = "BGR";

    public static IReadOnlyDictionary<string, string> Describe(SegmenterLease lease)
    {
        Segmenter segmenter = lease.Segmenter;
        NetworkSpec spec = segmenter.Spec;
        var texts = new Dictionary<string, string>
        {
            ["format"] = "pt",
            ["ass.network"] = spec.Network.ToString(),
            ["ass.output_stride"] = $"{spec.OutputStride}",
            ["ass.classes"] = JsonSerializer.Serialize(segmenter.ClassNames),
            [Arithmetic] = JsonSerializer.Serialize(
                new Switches(spec.BottleneckStride.ToString(), spec.CeilModePooling, spec.AsppBranches)
            ),
            [Normalization] = Format(segmenter.Normalization),
        };
        if (lease.Network.BatchNorm is { } batchNorm)
        {
            texts["ass.batch_norm"] = batchNorm.ToString();
        }
        return texts;
    }

    /// <summary>Reads the network's arithmetic as written by <see cref="Describe"/>; null if it is damaged.</summary>
    public static NetworkArithmetic? ParseArithmetic(string json)
    {
        try
        {
            return
                JsonSerializer.Deserialize<Switches>(json) is { aspp_branches: >= 1 and <= AsppClassifier.BranchCount } switches
                && Enum.TryParse(switches.bottleneck_stride, out BottleneckStride stride)
                && Enum.IsDefined(stride)
                ? new NetworkArithmetic(stride, switches.ceil_mode_pooling, switches.aspp_branches)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads the input normalisation as written by <see cref="Describe"/>; null if it is damaged.</summary>
    public static InputNormalization? ParseNormalization(string json)
    {
        try
        {
            return
                JsonSerializer.Deserialize<Pixels>(json)
                    is { channels: RedFirst or BlueFirst, mean: [_, _, _] mean, scale: [_, _, _] scale } pixels
                && mean.All(float.IsFinite)
                && scale.All(s => float.IsFinite(s) && s > 0)
                ? pixels.channels == RedFirst
                    ? new InputNormalization([.. mean.Reverse()], [.. scale.Reverse()], RedFirst: true)
                    : new InputNormalization(mean, scale, RedFirst: false)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Format(InputNormalization normalization) =>
        JsonSerializer.Serialize(
            normalization.RedFirst
                ? new Pixels(RedFirst, [.. normalization.MeanBgr.Reverse()], [.. normalization.ScaleBgr.Reverse()])
                : new Pixels(BlueFirst, normalization.MeanBgr, normalization.ScaleBgr)
        );

    // The names are those in the file.
    private sealed record Pixels(string channels, float[] mean, float[] scale);

    private sealed record Switches(string bottleneck_stride, bool ceil_mode_pooling, int aspp_branches);
}
