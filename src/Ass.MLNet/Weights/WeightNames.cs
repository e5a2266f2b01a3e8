namespace Ass.MLNet;

/// <summary>Which tensor of our network a tensor of a weight file is, by its name.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>Ours: <c>backbone.conv1.weight</c>, …, <c>classifier.conv2d_list.0.weight</c>, …, <c>auxiliary.conv2d_list.0.weight</c>.</item>
/// <item>torchvision's ResNets and MobileNetV2: <c>conv1.weight</c>, <c>layer1.0.conv1.weight</c>, <c>features.0.0.weight</c>, …, without
/// <c>backbone.</c>, and a classifier of images (<c>fc</c>, <c>classifier.1</c>), which is left out.</item>
/// <item>AdaptSegNet's DeepLab: as torchvision, with the classifier <c>layer5.conv2d_list</c>, or in the multi-level network <c>layer6.conv2d_list</c> beside a
/// <c>layer5.conv2d_list</c> on layer3, our <c>auxiliary</c>. Its initial weights have the prefix <c>Scale.</c></item>
/// <item>Any of them with the prefix <c>module.</c> of a network that was trained on several GPUs.</item>
/// </list>
/// </remarks>
internal sealed class WeightNames
{
    private const string Backbone = "backbone.";
    private const string Classifier = "classifier.";
    private const string Auxiliary = "auxiliary.";
    private const string Branches = "conv2d_list.";
    private const string DataParallel = "module.";
    private const string MultiScale = "Scale.";
    private const string LastClassifier = "layer6.";
    private const string FirstClassifier = "layer5.";

    private readonly string classifier;

    /// <param name="names">All names in a file.</param>
    public WeightNames(IReadOnlyCollection<string> names)
    {
        bool multiLevel = names.Any(name => IsClassifier(Strip(name), LastClassifier));
        classifier = multiLevel ? LastClassifier : FirstClassifier;
        IsInitialAdaptSegNet = names.Any(name =>
            name.StartsWith(MultiScale, StringComparison.Ordinal) || name.StartsWith(DataParallel + MultiScale, StringComparison.Ordinal));
        IsAdaptSegNet = multiLevel || IsInitialAdaptSegNet || names.Any(name => IsClassifier(Strip(name), FirstClassifier));
    }

    /// <summary>Whether they are the names of AdaptSegNet's DeepLab.</summary>
    public bool IsAdaptSegNet { get; }

    /// <summary>Whether they are those of the weights that AdaptSegNet starts from, whose classifier sums all four branches.</summary>
    public bool IsInitialAdaptSegNet { get; }

    /// <summary>Whether a tensor of ours belongs to the second classifier, which most networks do not have.</summary>
    public static bool IsAuxiliary(string own) => IsClassifier(own, Auxiliary);

    /// <summary>Our name of a file's tensor; null for one that belongs to parts which the network does not have.</summary>
    public string? Map(string name)
    {
        string own = Strip(name);
        return IsClassifier(own, classifier) ? Classifier + own[classifier.Length..]
            : IsClassifier(own, FirstClassifier) ? Auxiliary + own[FirstClassifier.Length..]
            : IsLeftOut(own) ? null
            : own.StartsWith(Backbone, StringComparison.Ordinal) || IsClassifier(own, Classifier) || IsAuxiliary(own) ? own
            : Backbone + own;
    }

    private static string Strip(string name)
    {
        while (true)
        {
            if (name.StartsWith(DataParallel, StringComparison.Ordinal))
            {
                name = name[DataParallel.Length..];
            }
            else if (name.StartsWith(MultiScale, StringComparison.Ordinal))
            {
                name = name[MultiScale.Length..];
            }
            else
            {
                return name;
            }
        }
    }

    private static bool IsClassifier(string name, string classifier) =>
        name.StartsWith(classifier, StringComparison.Ordinal) && name.AsSpan(classifier.Length).StartsWith(Branches);

    /// <summary>Counts of batches, classifiers of whole images, torchvision's second classifiers, and MobileNetV2's last convolution, which segmentation does without.</summary>
    private static bool IsLeftOut(string name) =>
        name.EndsWith(".num_batches_tracked", StringComparison.Ordinal)
        || name is "fc.weight" or "fc.bias" or "classifier.1.weight" or "classifier.1.bias"
        || name.StartsWith("aux_classifier.", StringComparison.Ordinal)
        || name.StartsWith("features.18.", StringComparison.Ordinal);
}
