using Ass.MLNet.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>Stochastic gradient descent as PyTorch defines it: g ← g + decay · p; v ← momentum · v + g; p ← p − rate · v.</summary>
internal sealed class SgdOptimizer : ParameterOptimizer
{
    private readonly Tensor[] velocities;
    private readonly Scalar momentum;
    private readonly Scalar? weightDecay;

    public SgdOptimizer(IReadOnlyList<ParameterGroup> groups, double momentum, double weightDecay) : base(groups)
    {
        velocities = ZerosFor(groups);
        this.momentum = momentum.ToScalar();
        this.weightDecay = weightDecay == 0 ? null : weightDecay.ToScalar();
    }

    public override IEnumerable<(string Name, Tensor Value)> State => Named("velocity", velocities);

    public override void Dispose()
    {
        base.Dispose();
        foreach (var velocity in velocities)
            velocity.Dispose();
        momentum.Dispose();
        weightDecay?.Dispose();
    }

    protected override Tensor[] StateOf(int index) => [velocities[index]];

    protected override void Update(int index, Parameter parameter, Tensor gradient, double learningRate)
    {
        using var rate = (-learningRate).ToScalar();
        if (weightDecay is not null)
            gradient.add_(parameter, weightDecay);
        velocities[index].mul_(momentum).AddInPlace(gradient);
        parameter.add_(velocities[index], rate);
    }
}
