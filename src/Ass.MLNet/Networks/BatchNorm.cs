using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet;

/// <summary>Batch normalisation over (B, C, h, w) that can be frozen, and that can normalise with a batch's statistics without storing them.</summary>
/// <remarks>
/// <para>Why not <c>nn.BatchNorm2d</c>: it always stores what it sees. Here source and target images go through one network in separate
/// batches; each is normalised with its own statistics, and only the domain that predictions are made on is stored
/// (<see cref="StoresStatistics"/>). Storing both would mix the two into statistics that fit neither.</para>
/// <para>Why the usual momentum is half of PyTorch's: a step may hold one image, and 0.1 would let the stored statistics follow the last few.</para>
/// </remarks>
internal sealed class BatchNorm : nn.Module<Tensor, Tensor>
{
    /// <summary>Share of a batch in the stored statistics while the network learns.</summary>
    public const double UsualMomentum = 0.05;

    private const double Epsilon = 1e-5;

    // The names are PyTorch's, so that reference weights load by name.
    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly Tensor running_mean;
    private readonly Tensor running_var;

    public BatchNorm(long channels) : base(nameof(BatchNorm))
    {
        weight = nn.Parameter(ones(channels));
        bias = nn.Parameter(zeros(channels));
        running_mean = zeros(channels);
        running_var = ones(channels);
        RegisterComponents();
    }

    /// <summary>Whether scale, shift and statistics stay as they are, in training too.</summary>
    public bool Frozen { get; private set; }

    /// <summary>Whether a training batch updates the stored statistics.</summary>
    public bool StoresStatistics { get; set; } = true;

    /// <summary>Share of the next batch in the stored statistics.</summary>
    public double Momentum { get; set; } = UsualMomentum;

    public void Freeze()
    {
        Frozen = true;
        weight.requires_grad = false;
        bias.requires_grad = false;
    }

    public override Tensor forward(Tensor x)
    {
        bool batchStatistics = training && !Frozen;
        bool stored = !batchStatistics || StoresStatistics;
        return nn.functional.batch_norm(x, stored ? running_mean : null!, stored ? running_var : null!, weight, bias, batchStatistics, Momentum, Epsilon);
    }
}
