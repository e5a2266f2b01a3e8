using System.Text.RegularExpressions;
using Ass.MLNet.Weights.Tensors;

namespace Ass.MLNet.Weights;

/// <summary>Maps the names of a weight file's tensors to this library's names.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>Ours: <c>backbone.conv1.weight</c>, …, <c>classifier.conv2d_list.0.weight</c>, …, <c>auxiliary.conv2d_list.0.weight</c>; with a
/// decoder <c>decoder.laterals.0.weight</c>, …, <c>decoder.blends.0.weight</c>, …, and <c>classifier.weight</c>.</item>
/// <item>torchvision's ResNets and MobileNetV2: <c>conv1.weight</c>, <c>layer1.0.conv1.weight</c>, <c>features.0.0.weight</c>, …, and a
/// classifier of images (<c>fc</c>, <c>classifier.1</c>), which is left out.</item>
/// <item>AdaptSegNet's DeepLab: as torchvision, with the classifier <c>layer5.conv2d_list</c>, or in the multi-level network
/// <c>layer6.conv2d_list</c> beside a <c>layer5.conv2d_list</c> on layer3, our <c>auxiliary</c>. Its initial weights have the prefix
/// <c>Scale.</c></item>
/// <item>Any of them under any prefix (<c>module.</c>, <c>state_dict.model.encoder.</c>): whatever stands before the names of one network.
/// Two networks in a file are an error, but for MoCo's <c>encoder_k</c>, the moving average of the <c>encoder_q</c> beside it.</item>
/// </list>
/// </remarks>
internal sealed partial class WeightNames
{
    private const string Backbone = "backbone.";
    private const string Classifier = "classifier.";
    private const string Auxiliary = "auxiliary.";
    private const string Decoder = "decoder.";
    private const string LastClassifier = "layer6.";
    private const string FirstClassifier = "layer5.";
    private const string Query = "encoder_q.";
    private const string MovingAverage = "encoder_k.";

    private readonly string _prefix;
    private readonly string _headPrefix;
    private readonly string _classifier;
    private readonly bool _hasDecoder;

    /// <param name="names">All names in a file.</param>
    /// <param name="chosen">The prefix of the network to load if the file holds several; empty for all names.</param>
    /// <exception cref="InvalidDataException">There are several networks, or none under the chosen beginning. The message is the end of a
    /// sentence.</exception>
    public WeightNames(IReadOnlyCollection<string> names, string chosen = "")
    {
        var networks = FindNetworks(names);
        _prefix = Only(networks, chosen) ?? "";
        string[] heads =
        [
            .. names
                .Select(name => HeadName().Match(name))
                .Where(match => match.Success)
                .Select(match => match.Groups["prefix"].Value)
                .Distinct(),
        ];
        _headPrefix =
            heads.Contains(_prefix) ? _prefix
            : heads.Contains(Root) || (networks.Count > 0 && chosen.Length > 0) ? Root
            : Only(heads, chosen) ?? Root;
        string[] own = [.. names.Where(name => IsHead(name, LastClassifier) || IsHead(name, FirstClassifier))];
        bool multiLevel = own.Any(name => IsHead(name, LastClassifier));
        _classifier = multiLevel ? LastClassifier : FirstClassifier;
        _hasDecoder = names.Any(IsDecoder);
        IsInitialAdaptSegNet = Array.Exists([_prefix, _headPrefix], text => text.Split('.').Contains("Scale"));
        IsAdaptSegNet = IsInitialAdaptSegNet || own.Length > 0;
    }

    /// <summary>The prefix of the network's names, other than our own <c>backbone.</c>; empty if there is none.</summary>
    public string Prefix => Root.Length > 0 ? _prefix : _headPrefix;

    /// <summary>Whether they are the names of AdaptSegNet's DeepLab.</summary>
    public bool IsAdaptSegNet { get; }

    /// <summary>Whether they are those of the weights that AdaptSegNet starts from, whose classifier sums all four branches.</summary>
    public bool IsInitialAdaptSegNet { get; }

    /// <summary>The prefix of the tensors next to the backbone.</summary>
    private string Root =>
        _prefix == Backbone || _prefix.EndsWith("." + Backbone, StringComparison.Ordinal) ? _prefix[..^Backbone.Length] : _prefix;

    /// <summary>Whether a tensor of ours belongs to the second classifier, which most networks do not have.</summary>
    public static bool IsAuxiliary(string own) => own.StartsWith(Auxiliary, StringComparison.Ordinal);

    /// <summary>Our name of a file's tensor; null if it does not belong to the network.</summary>
    public string? Map(string name) =>
        IsLeftOut(name) ? null
        : IsHead(name, _classifier) ? Classifier + name[(_headPrefix.Length + _classifier.Length)..]
        : IsHead(name, FirstClassifier) ? Auxiliary + name[(_headPrefix.Length + FirstClassifier.Length)..]
        : IsHead(name, Classifier) || IsHead(name, Auxiliary) || IsDecoder(name) || IsDecodersClassifier(name) ? name[_headPrefix.Length..]
        : name.StartsWith(_prefix, StringComparison.Ordinal) && !HeadName().IsMatch(name) ? Backbone + name[_prefix.Length..]
        : null;

    /// <summary>
    /// Whether a file's tensor is known to belong to parts that the network does without: counts of batches, classifiers of whole images,
    /// torchvision's second classifiers, MobileNetV2's last convolution, and MoCo's moving average.
    /// </summary>
    public bool IsLeftOut(string name) =>
        name.EndsWith(".num_batches_tracked", StringComparison.Ordinal)
        || Array.Exists([_prefix, Root], start =>
            name.StartsWith(start, StringComparison.Ordinal) && LeftOutName().IsMatch(name[start.Length..])
        )
        || (
            _prefix.Contains(Query)
            && name.StartsWith(_prefix[.._prefix.IndexOf(Query, StringComparison.Ordinal)] + MovingAverage, StringComparison.Ordinal)
        );

    private bool IsHead(string name, string part) => name.StartsWith(_headPrefix + part + "conv2d_list.", StringComparison.Ordinal);

    private bool IsDecoder(string name) =>
        name.StartsWith(_headPrefix + Decoder, StringComparison.Ordinal) && HeadName().IsMatch(name[_headPrefix.Length..]);

    /// <summary>Other networks have a <c>classifier.weight</c> of their own, for whole images.</summary>
    private bool IsDecodersClassifier(string name) =>
        _hasDecoder && (name == _headPrefix + Classifier + "weight" || name == _headPrefix + Classifier + "bias");

    /// <summary>The prefixes under which there is a backbone: those with all of its stages, or where none has, with some of them, or with
    /// anything of it.</summary>
    private static IReadOnlyList<string> FindNetworks(IReadOnlyCollection<string> names)
    {
        var found = names
            .Select(name => BackboneName().Match(name))
            .Where(match => match.Success)
            .GroupBy(match => match.Groups["prefix"].Value, match => match.Groups["part"].Value)
            .Select(group => (Prefix: group.Key, Parts: group.ToHashSet()))
            .ToArray();
        var whole = found
            .Where(network =>
                network.Parts.IsSupersetOf(["conv1", "layer1", "layer2", "layer3", "layer4"])
                || network.Parts.IsSupersetOf(["features.0", "features.17"])
            )
            .ToArray();
        var some = found.Where(network => network.Parts.Any(part => part is not ("conv1" or "bn1"))).ToArray();
        string[] best =
        [
            .. (
                whole.Length > 0 ? whole
                : some.Length > 0 ? some
                : found
            ).Select(network => network.Prefix),
        ];
        return [.. best.Where(prefix => !prefix.Contains(MovingAverage) || !best.Contains(prefix.Replace(MovingAverage, Query)))];
    }

    /// <summary>The only prefix, or the only one that matches the chosen one; null if there is none and none was chosen.</summary>
    private static string? Only(IReadOnlyList<string> prefixes, string chosen)
    {
        string[] left =
        [
            .. prefixes.Where(prefix => chosen.Length == 0 || prefix.StartsWith(chosen.TrimEnd('.') + ".", StringComparison.Ordinal)),
        ];
        return left.Length switch
        {
            1 => left[0],
            0 when prefixes.Count == 0 => null,
            0 => throw new InvalidDataException($"it holds no network whose names begin with '{chosen}', but with {List(prefixes)}"),
            _ => throw new InvalidDataException(
                $"it holds {left.Length} networks, whose names begin with {List(left)}: say which one to take, by its beginning "
                    + $"behind a '#', as in 'FILE#{RawFile.Printable(left.MaxBy(prefix => prefix.Length)!.TrimEnd('.'))}'"
            ),
        };
    }

    private static string List(IReadOnlyList<string> prefixes) =>
        string.Join(", ", prefixes.Take(8).Select(prefix => $"'{RawFile.Printable(prefix)}'")) + (prefixes.Count > 8 ? ", …" : "");

    // A lazy prefix leaves as much as there is to the name.
    private const string AnyPrefix = @"^(?<prefix>(?:[^.]+\.)*?)";
    private const string BatchNorm = "(?:weight|bias|running_mean|running_var|num_batches_tracked)";

    [GeneratedRegex(
        AnyPrefix
            + @"(?:(?<part>conv1)\.weight|(?<part>bn1)\."
            + BatchNorm
            + @"|(?<part>layer[1-4])\.[0-9]+\.(?:conv[1-3]\.weight|bn[1-3]\."
            + BatchNorm
            + @"|downsample\.(?:0\.weight|1\."
            + BatchNorm
            + "))"
            + @"|(?<part>features\.[0-9]+)\.(?:conv\.)?[0-9]+\.(?:[0-9]+\.)?"
            + BatchNorm
            + ")$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex BackboneName();

    [GeneratedRegex(
        AnyPrefix + @"(?:(?:classifier|auxiliary|layer5|layer6)\.conv2d_list|decoder\.(?:laterals|blends))\.[0-9]+\.(?:weight|bias)$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex HeadName();

    [GeneratedRegex(@"^(?:fc\.|classifier\.1\.(?:weight|bias)$|aux_classifier\.|features\.18\.)")]
    private static partial Regex LeftOutName();
}
