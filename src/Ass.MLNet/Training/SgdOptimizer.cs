using Ass.MLNet.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>Stochastic gradient descent as in PyTorch: g ← g + decay · p; v ← momentum · v + g; p ← p − rate · v.</summary>
internal sealed class SgdOptimizer : ParameterOptimizer
{
    private readonly Tensor[] _velocities;
    private readonly Scalar _momentum;
    private readonly Scalar? _weightDecay;

    public SgdOptimizer(IReadOnlyList<ParameterGroup> groups, double momentum, double weightDecay)
        : base(groups)
    {
        _velocities = ZerosFor(groups);
        _momentum = momentum.ToScalar();
        _weightDecay = weightDecay == 0 ? null : weightDecay.ToScalar();
    }

    public override IEnumerable<(string Name, Tensor Value)> State => Named("velocity", _velocities);

    public override void Dispose()
    {
        base.Dispose();
        foreach (var velocity in _velocities)
        {
            velocity.Dispose();
        }
        _momentum.Dispose();
        _weightDecay?.Dispose();
    }

    protected override Tensor[] StateOf(int index) => [_velocities[index]];

    protected override void Update(int index, Parameter parameter, Tensor gradient, double learningRate)
    {
        using var rate = (-learningRate).ToScalar();
        if (_weightDecay is not null)
        {
            gradient.add_(parameter, _weightDecay);
        }
        _velocities[index].mul_(_momentum).AddInPlace(gradient);
        parameter.add_(_velocities[index], rate);
    }
}
