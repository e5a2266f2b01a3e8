using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Ass.MLNet.Networks;
using Ass.MLNet.Weights.Tensors;
using static TorchSharp.torch;

namespace Ass.MLNet.Weights;

/// <summary>Pretrained weights in a file: the network and input normalisation that they fit, and loading them into a network.</summary>
internal sealed partial class PretrainedWeightsFile : IDisposable
{
    /// <summary>What is said of networks that others saved under our names.</summary>
    public const string NoPixels =
        "They do not say of which pixels they are: torchvision's R, G, B are taken, unless PixelNormalization says otherwise.";

    private readonly WeightFile _file;
    private readonly WeightNames _names;
    private readonly Dictionary<string, WeightTensor> _tensors = [];
    private readonly List<string> _leftOut = [];
    private readonly List<string> _unexpected = [];

    private PretrainedWeightsFile(WeightFile file, string chosen)
    {
        _file = file;
        try
        {
            _names = new WeightNames([.. file.Tensors.Select(tensor => tensor.Name)], chosen);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"'{file.Path}' cannot be read: {e.Message}.", e);
        }

        foreach (WeightTensor tensor in file.Tensors)
        {
            string? own = _names.Map(tensor.Name);
            if (own is null)
            {
                (_names.IsLeftOut(tensor.Name) ? _leftOut : _unexpected).Add(tensor.Name);
            }
            else if (!_tensors.TryAdd(own, tensor))
            {
                throw new InvalidDataException(
                    $"'{file.Path}' holds '{RawFile.Printable(_tensors[own].Name)}' and '{RawFile.Printable(tensor.Name)}', "
                        + "which are one tensor of a network."
                );
            }
        }
    }

    /// <summary>Blocks in the last stage of a ResNet-18: ML.NET's file has 3, torchvision's 2.</summary>
    public int LastStageBlocks =>
        _tensors.TryGetValue("backbone.layer4.2.conv1.weight", out WeightTensor? third) && third.Shape is [512, 512, 3, 3] ? 3 : 2;

    /// <summary>The input normalisation that the weights were trained with: the recorded one, otherwise the one implied by the tensor
    /// names. AdaptSegNet's networks expect B, G, R minus a mean, torchvision's R, G, B scaled by mean and standard deviation.</summary>
    public InputNormalization Normalization =>
        _file.Normalization ?? (_names.IsAdaptSegNet ? InputNormalization.Default : InputNormalization.TorchVision);

    /// <summary>The arithmetic of the network that the weights were trained in: the recorded one, otherwise the one implied by the tensor
    /// names.</summary>
    private NetworkArithmetic Arithmetic =>
        _file.Arithmetic
        ?? (
            _names.IsInitialAdaptSegNet ? NetworkArithmetic.InitialAdaptSegNet
            : _names.IsAdaptSegNet ? NetworkArithmetic.AdaptSegNet
            : NetworkArithmetic.Default
        );

    /// <summary>Whether a whole network was saved by others, without the record of its input that ours have.</summary>
    private bool IsOursWithoutPixels =>
        _file.Normalization is null && !_names.IsAdaptSegNet && _tensors.Keys.Any(name => !WeightReport.IsBackbone(name));

    /// <summary>Opens a file of any format that <see cref="WeightFile"/> reads.</summary>
    /// <param name="weights"> <see cref="PretrainedWeights.ImageNet"/> or a path, followed by <c>#</c> and a name prefix to select one of
    /// several networks in the file.
    /// </param>
    /// <exception cref="IOException">The file does not exist or cannot be opened.</exception>
    /// <exception cref="InvalidDataException">The file contains no readable weights.</exception>
    public static PretrainedWeightsFile Open(string weights)
    {
        (string path, string chosen) = Locate(weights);
        WeightFile file = WeightFormats.Open(path);
        try
        {
            return new PretrainedWeightsFile(file, chosen);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Fills a network on the CPU: loads every tensor that the file has in the same shape; the others are unchanged.</summary>
    /// <exception cref="InvalidDataException">The file has none of them, or it is damaged.</exception>
    public WeightReport CopyTo(SegmentationModule network)
    {
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> own = network.state_dict();
        List<string> loaded = [],
            missing = [],
            misShaped = [];
        foreach ((string name, Tensor target) in own)
        {
            if (!_tensors.TryGetValue(name, out WeightTensor? tensor))
            {
                missing.Add(name);
            }
            else if (!tensor.Shape.SequenceEqual(target.shape))
            {
                misShaped.Add($"{name} [{string.Join(", ", tensor.Shape)}] instead of [{string.Join(", ", target.shape)}]");
            }
            else
            {
                _file.Read(tensor, MemoryMarshal.Cast<byte, float>(target.bytes));
                loaded.Add(name);
            }
        }

        var without = _tensors
            .Where(item => !own.ContainsKey(item.Key))
            .ToLookup(item => WeightNames.IsAuxiliary(item.Key), item => item.Value.Name);
        string[] other = [.. Arithmetic.DifferencesFrom(network.Spec, classifier: loaded.Any(name => !WeightReport.IsBackbone(name)))];
        string[] there = [.. Blocks(_tensors.Keys)],
            needed = [.. Blocks(own.Keys)];
        var report = new WeightReport(
            $"Weights '{_file.Path}' ({_file.Format})",
            loaded,
            missing,
            misShaped,
            [.. without[false], .. _unexpected],
            [.. _leftOut, .. without[true]],
            Normalization,
            [
                .. other.Length > 0
                    ? [$"They were trained with {string.Join(", ", other)}; with other settings features and predictions differ."]
                    : (string[])[],
                .. IsOursWithoutPixels ? [NoPixels] : (string[])[],
            ]
        )
        {
            ExtraBlock = there.Except(needed).FirstOrDefault(),
            LackingBlock = Lacking(there, needed),
            Prefix = _names.Prefix,
            ReadOver = _file.ReadOver,
        };
        return loaded.Count > 0 ? report : throw new InvalidDataException($"Nothing in the file fits {network.Spec.Network}. {report}");
    }

    public void Dispose() => _file.Dispose();

    /// <summary>A file may leave out whole stages; of those that it has, it must have all blocks.</summary>
    private static string? Lacking(string[] there, string[] needed)
    {
        var stages = there.Select(Stage).ToHashSet();
        return needed.Except(there).FirstOrDefault(block => stages.Contains(Stage(block)));

        static string Stage(string block) => block[..block.LastIndexOf('.')];
    }

    /// <summary>The residual blocks that tensors are of, such as <c>backbone.layer3.6</c>.</summary>
    private static IEnumerable<string> Blocks(IEnumerable<string> names) =>
        names.Select(name => ResidualBlock().Match(name)).Where(match => match.Success).Select(match => match.Value).Distinct();

    [GeneratedRegex(@"^backbone\.layer[1-4]\.\d+(?=\.)")]
    private static partial Regex ResidualBlock();

    /// <summary>The path in <paramref name="weights"/>, and the prefix that selects one of several networks.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static (string Path, string Chosen) Locate(string weights)
    {
        if (weights == PretrainedWeights.ImageNet)
        {
            return (ImageNetResNet18.Locate(), "");
        }
        int mark = File.Exists(weights) ? -1 : weights.LastIndexOf('#');
        var (path, chosen) = mark < 0 ? (weights, "") : (weights[..mark], weights[(mark + 1)..]);
        return Path.Exists(path)
            ? (path, chosen)
            : throw new FileNotFoundException(
                $"{nameof(AssSegmentationOptions.PretrainedWeights)} must be '{PretrainedWeights.ImageNet}' or a weight file, but is "
                    + $"'{weights}': there is no '{Path.GetFullPath(path)}'.",
                path
            );
    }
}
