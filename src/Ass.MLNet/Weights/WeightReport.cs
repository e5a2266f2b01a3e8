using System.Text;
using Ass.MLNet.Networks;
using Ass.MLNet.Weights.Tensors;

namespace Ass.MLNet.Weights;

/// <summary>The result of loading a weight file into a network.</summary>
/// <param name="File">The file's path and format.</param>
/// <param name="Loaded">Tensors of the network that were filled, by our names.</param>
/// <param name="Missing">Tensors of the network that the file does not have.</param>
/// <param name="MisShaped">Tensors that both have, in different shapes, with both.</param>
/// <param name="Unexpected">Tensors of the file that the network does not have.</param>
/// <param name="LeftOut">Tensors of the file that are known to belong to parts which the network does not have, such as a classifier of
/// images.</param>
/// <param name="Pixels">The network's input normalisation from now on.</param>
/// <param name="Cautions">Further warnings about the file, one sentence each.</param>
internal sealed record WeightReport(
    string File,
    IReadOnlyList<string> Loaded,
    IReadOnlyList<string> Missing,
    IReadOnlyList<string> MisShaped,
    IReadOnlyList<string> Unexpected,
    IReadOnlyList<string> LeftOut,
    InputNormalization Pixels,
    IReadOnlyList<string> Cautions
)
{
    private const int ShownNames = 3;
    private const string Backbone = "backbone.";
    private const string Decoder = "decoder.";

    /// <summary>The prefix removed from the file's names, such as <c>state_dict.model.encoder.</c>; empty if there was none.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Other objects in the file that were ignored, such as <c>args (argparse.Namespace)</c>.</summary>
    public IReadOnlyList<string> ReadOver { get; init; } = [];

    /// <summary>A residual block of the file's backbone that the network's stage does not have, such as <c>backbone.layer3.6</c>; null if
    /// there is none.</summary>
    public string? ExtraBlock { get; init; }

    /// <summary>A residual block of the network that the file lacks, though it has others of its stage; null if there is none.</summary>
    public string? LackingBlock { get; init; }

    /// <summary>Whether all went well: the backbone is filled, the rest (classifier, decoder) is filled or not in the file, and the file
    /// has nothing unexpected.</summary>
    public bool IsWhole =>
        Cautions.Count == 0
        && MisShaped.Count == 0
        && Unexpected.Count == 0
        && !Missing.Any(IsBackbone)
        && (Missing.Count == 0 || Loaded.All(IsBackbone));

    /// <summary>Refuses weights that would fill the backbone with what does not belong together, however many fit by chance.</summary>
    /// <param name="freezes">Whether batch statistics stay those of the file.</param>
    /// <exception cref="InvalidDataException">They are of a backbone of another kind or depth, or lack statistics that are to be
    /// frozen.</exception>
    public void CheckBackbone(bool freezes)
    {
        if (MisShaped.FirstOrDefault(IsBackbone) is { } other)
        {
            throw new InvalidDataException(
                $"{File} are of another backbone: they have {other}. {Loaded.Count(IsBackbone)} tensors fit by their shape alone. Choose "
                    + "the network that they are of."
            );
        }
        if (ExtraBlock is not null)
        {
            throw new InvalidDataException(
                $"{File} are of a deeper backbone: they have the block '{RawFile.Printable(ExtraBlock)}', which this network lacks, and "
                    + "the blocks behind it expect what that one computes. Choose the network that they are of."
            );
        }
        if (LackingBlock is not null)
        {
            throw new InvalidDataException(
                $"{File} are of a shallower backbone: they lack the block '{LackingBlock}', which would have random weights in the middle "
                    + "of a trained stage. Choose the network that they are of."
            );
        }
        const string Variance = "running_var";
        if (freezes && Missing.FirstOrDefault(name => IsBackbone(name) && name.EndsWith(Variance, StringComparison.Ordinal)) is { } missing)
        {
            throw new InvalidDataException(
                $"{File} lack batch statistics, such as {missing}, which frozen batch norm needs: give a file of the whole state of this "
                    + "network (PyTorch's state_dict()), or set BatchNorm to Learned."
            );
        }
    }

    /// <summary>Formats the report as a table with a line per kind that occurs.</summary>
    public override string ToString()
    {
        int all = Loaded.Count + Missing.Count + MisShaped.Count;
        var text = new StringBuilder($"{File}: {Loaded.Count} of the network's {all} tensors were loaded.");
        Line("loaded", Loaded, Parts(Loaded));
        Line("missing", Missing, AreNew(Missing) ? $"{Parts(Missing)}: new, with random weights" : Names(Missing));
        Line("mis-shaped", MisShaped, Names(MisShaped));
        Line("unexpected", Unexpected, Names(Unexpected));
        Line("left out", LeftOut, Names(LeftOut));
        Line("read over", ReadOver, Names(ReadOver));
        if (Prefix.Length > 0)
        {
            text.Append($"\n  prefix           {RawFile.Printable(Prefix)}");
        }

        text.Append($"\n  pixels           {Pixels}");
        return text.AppendJoin("", Cautions.Select(caution => $"\n  {caution}")).ToString();

        void Line(string kind, IReadOnlyList<string> names, string details)
        {
            if (names.Count > 0)
            {
                text.Append($"\n  {kind, -10} {names.Count, 4}  {details}");
            }
        }
    }

    /// <summary>Whether a tensor of ours belongs to the backbone.</summary>
    public static bool IsBackbone(string name) => name.StartsWith(Backbone, StringComparison.Ordinal);

    /// <summary>Whether all of these are layers of the network beside a backbone from the file.</summary>
    private bool AreNew(IReadOnlyList<string> missing) => Loaded.All(IsBackbone) && !missing.Any(IsBackbone);

    /// <summary>How many belong to each part of the network.</summary>
    private static string Parts(IReadOnlyList<string> names)
    {
        int backbone = names.Count(IsBackbone);
        int decoder = names.Count(name => name.StartsWith(Decoder, StringComparison.Ordinal));
        return (backbone > 0 ? $"backbone {backbone}, " : "")
            + (decoder > 0 ? $"decoder {decoder}, " : "")
            + $"classifier {names.Count - backbone - decoder}";
    }

    private static string Names(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(ShownNames).Select(RawFile.Printable)) + (names.Count > ShownNames ? ", …" : "");
}
