using Ass.MLNet.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Networks;

/// <summary>DeepLabV2's classifier (atrous spatial pyramid pooling): the sum of four parallel 3×3 convolutions with bias, dilated 6, 12, 18
/// and 24 at output stride 8: (B, C, h, w) → logits (B, K, h, w).</summary>
/// <remarks>
/// At output stride 16 or 32 the dilations are halved or quartered, so that each branch covers the same distance in the image. Weights
/// start from N(0, 0.01), as in AdaptSegNet, whose names (<c>conv2d_list.0</c> …) are kept. AdaptSegNet's code creates all four branches
/// but sums only the first two, because of a <c>return</c> inside its loop. Here too all four exist, however many are summed, so that files
/// and checkpoints have the same tensors. Branches that are not summed get no gradient and keep their weights.
/// </remarks>
internal sealed class AsppClassifier : nn.Module<Tensor, Tensor>
{
    /// <summary>Number of branches.</summary>
    public const int BranchCount = AdaptSegNetOptions.MostAsppBranches;

    /// <summary>Standard deviation of a classifier's initial weights, AdaptSegNet's.</summary>
    public const double InitialDeviation = 0.01;

    private static readonly int[] DilationsAtStride8 = [6, 12, 18, 24];

    private readonly ModuleList<AlignedConv2d> conv2d_list;
    private readonly int _summed;
    private readonly KeptFilters _kept = new();

    /// <param name="channels">C.</param>
    /// <param name="classCount">K.</param>
    /// <param name="outputStride">8, 16 or 32.</param>
    /// <param name="summed">Number of branches to sum, starting with the first: 1 to 4.</param>
    public AsppClassifier(long channels, int classCount, int outputStride, int summed = BranchCount)
        : base(nameof(AsppClassifier))
    {
        _summed = summed;
        conv2d_list = new ModuleList<AlignedConv2d>(
            DilationsAtStride8
                .Select(d => (int)Math.Round(d * 8.0 / outputStride, MidpointRounding.AwayFromZero))
                .Select(d => new AlignedConv2d(channels, classCount, 3, padding: d, dilation: d))
                .ToArray()
        );
        RegisterComponents();
    }

    /// <summary>Parameters of the branches that are not summed.</summary>
    public IEnumerable<Parameter> Idle => conv2d_list.Skip(_summed).SelectMany(branch => branch.parameters());

    /// <summary>The branches that are summed.</summary>
    public IReadOnlyList<AlignedConv2d> Summed => conv2d_list.Take(_summed).ToArray();

    public void Initialize(Generator generator)
    {
        foreach (var conv in conv2d_list)
        {
            conv.Initialize(InitialDeviation, generator);
        }
    }

    public override Tensor forward(Tensor features)
    {
        if (features.device_type != DeviceType.CPU)
        {
            return SumOfConvolutions(features);
        }
        if (!training && !is_grad_enabled())
        {
            return DilatedConvolutionSum.Compute(features, _kept.Get(() => DilatedConvolutionSum.Filters(Summed)), Dilations);
        }

        using var filters = DilatedConvolutionSum.Filters(Summed);
        return DilatedConvolutionSum.Compute(features, filters, Dilations);
    }

    /// <summary>Switches between training and prediction.</summary>
    public override void train(bool on = true)
    {
        base.train(on);
        _kept.Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _kept.Dispose();
        }
        base.Dispose(disposing);
    }

    private long[] Dilations => Summed.Select(branch => branch.Dilation).ToArray();

    private Tensor SumOfConvolutions(Tensor features)
    {
        var sum = conv2d_list[0].forward(features);
        for (int i = 1; i < _summed; i++)
        {
            using var branch = conv2d_list[i].forward(features);
            using var before = sum;
            sum = before.Plus(branch);
        }

        return sum;
    }
}
