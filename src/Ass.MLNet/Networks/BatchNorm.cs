using Ass.MLNet.Prediction;
using Ass.MLNet.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Networks;

/// <summary>Batch normalisation over (B, C, h, w) that can be frozen, and that stores a batch's statistics only on request.</summary>
/// <remarks>
/// Why not <c>nn.BatchNorm2d</c>: it always updates its stored statistics. Here source and target images go through one network in separate
/// batches, each normalised with its own statistics; storing both would mix them into statistics that fit neither.
/// <see cref="StatisticsCalibration"/> measures the statistics for prediction, unless <see cref="BatchNormStatistics.Running"/> selects
/// PyTorch's running averages.
/// </remarks>
internal sealed class BatchNorm : nn.Module<Tensor, Tensor>
{
    private const double Epsilon = 1e-5;

    private static readonly Scalar VarianceFloor = Epsilon.ToScalar();

    private readonly KeptFilters _kept = new();

    // The names are PyTorch's, so that reference weights load by name.
    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly Tensor running_mean;
    private readonly Tensor running_var;

    public BatchNorm(long channels)
        : base(nameof(BatchNorm))
    {
        weight = nn.Parameter(ones(channels));
        bias = nn.Parameter(zeros(channels));
        running_mean = zeros(channels);
        running_var = ones(channels);
        RegisterComponents();
    }

    /// <summary>Whether scale, shift and statistics stay fixed, even in training.</summary>
    public bool Frozen { get; private set; }

    /// <summary>Weight of the next training batch in the stored statistics; null (initially) leaves them unchanged.</summary>
    public double? StoredShare { get; set; }

    /// <summary>Number of streams whose images follow each other in a training batch, as many of each. Every stream is normalised with
    /// statistics of its own. 1 unless set; a norm that stores statistics must have 1.</summary>
    public int Streams { get; set; } = 1;

    /// <summary>Filters to train a frozen norm with, folded for all convolutions at once by their owner; null (initially) folds them in
    /// every pass.</summary>
    public FoldedFilters? TrainedFilters { get; set; }

    public void Freeze()
    {
        Frozen = true;
        FreezeAffine();
    }

    /// <summary>Freezes scale and shift; batches are normalised as before.</summary>
    public void FreezeAffine()
    {
        weight.requires_grad = false;
        bias.requires_grad = false;
    }

    /// <summary>Resets the stored statistics to mean 0 and variance 1.</summary>
    public void ResetStatistics()
    {
        if (Frozen)
        {
            return;
        }
        running_mean.zero_();
        nn.init.ones_(running_var);
    }

    public override Tensor forward(Tensor x) =>
        !UsesBatchStatistics || Streams == 1 ? Normalize(x, weight, bias)
        : x.shape[0] == Streams && !x.IsChannelsLast ? NormalizeAsChannels(x)
        : NormalizeOneByOne(x);

    /// <summary>One image per stream: the channels of all streams are those of one image, which takes one operation.</summary>
    private Tensor NormalizeAsChannels(Tensor x)
    {
        using var scope = NewDisposeScope();
        var together = x.reshape(1, x.shape[0] * x.shape[1], x.shape[2], x.shape[3]);
        return Normalize(together, ForEachStream(weight), ForEachStream(bias)).view(x.shape).MoveToOuterDisposeScope();

        Tensor ForEachStream(Tensor channels) => channels.expand(Streams, -1).flatten();
    }

    private Tensor NormalizeOneByOne(Tensor x)
    {
        using var scope = NewDisposeScope();
        return cat([.. x.split(x.shape[0] / Streams).Select(stream => Normalize(stream, weight, bias))]).MoveToOuterDisposeScope();
    }

    private Tensor Normalize(Tensor x, Tensor weight, Tensor bias)
    {
        bool stored = !UsesBatchStatistics || StoredShare is not null;
        return nn.functional.batch_norm(
            x,
            stored ? running_mean : null!,
            stored ? running_var : null!,
            weight,
            bias,
            UsesBatchStatistics,
            StoredShare ?? 0,
            Epsilon
        );
    }

    /// <summary>Normalises the convolution of <paramref name="x"/>. With stored statistics, both are fused into a single
    /// convolution.</summary>
    /// <param name="convolution">The convolution in front of this norm; the same one at every call.</param>
    /// <param name="x">Its input.</param>
    public Tensor Normalize(Convolution convolution, Tensor x)
    {
        if (UsesBatchStatistics)
        {
            using var convolved = convolution.forward(x);
            return forward(convolved);
        }

        if (!training && !is_grad_enabled())
        {
            var same = _kept.Get(() => Fold(convolution).ToChannelsFirst());
            return convolution.Compute(x, same.Filters, same.Bias);
        }

        if (training && TrainedFilters is { } trained)
        {
            return convolution.Compute(x, trained.Filters, trained.Bias);
        }

        using var filters = Fold(convolution);
        return convolution.Compute(x, filters.Filters, filters.Bias);
    }

    /// <summary>What normalising with stored statistics comes to: scale · x + shift, each (C).</summary>
    public (Tensor Scale, Tensor Shift) Affine()
    {
        using var scope = NewDisposeScope();
        var scale = running_var.add(VarianceFloor, TensorScalars.One).rsqrt().mul(weight);
        var shift = running_mean.mul(scale).neg().Plus(bias);
        return (scale.MoveToOuterDisposeScope(), shift.MoveToOuterDisposeScope());
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

    private bool UsesBatchStatistics => training && !Frozen;

    private FoldedFilters Fold(Convolution convolution)
    {
        var (scale, shift) = Affine();
        using (scale)
        {
            return FoldedFilters.Of(convolution, scale, shift);
        }
    }
}
