using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>Stochastic gradient descent as in PyTorch: g ← g + decay · p; v ← momentum · v + g; p ← p − rate · v.</summary>
internal sealed class SgdOptimizer : ParameterOptimizer
{
    private readonly Tensor[] _velocities;
    private readonly Scalar _momentum;
    private readonly Tensor _momentumOnDevice;
    private Tensor? _kept;
    private Tensor? _moved;

    public SgdOptimizer(IReadOnlyList<ParameterGroup> groups, double momentum, double weightDecay)
        : base(groups, weightDecay)
    {
        _velocities = NewState();
        _momentum = momentum.ToScalar();
        _momentumOnDevice = tensor((float)momentum, device: Device).DetachFromDisposeScope();
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
        _momentumOnDevice.Dispose();
    }

    /// <summary>In a step that does not count, v ← 1 · v + 0 and p ← p − rate · 0 · v.</summary>
    protected override void Prepare(Tensor step, Tensor? sound)
    {
        _moved = sound?.to(ScalarType.Float32);
        _kept = sound is null ? null : where(sound, _momentumOnDevice, ones_like(_momentumOnDevice));
    }

    protected override void Update(int group, Tensor values, Tensor gradients, Scalar rate)
    {
        var velocity = _velocities[group];
        if (_kept is null)
        {
            velocity.mul_(_momentum).AddInPlace(gradients);
            values.add_(velocity, rate);
            return;
        }
        velocity.mul_(_kept).AddInPlace(gradients);
        using var moved = velocity.mul(_moved!);
        values.add_(moved, rate);
    }
}
