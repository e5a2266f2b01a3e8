using Ass.MLNet.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>Parameters that share a learning rate.</summary>
internal sealed record ParameterGroup(IReadOnlyList<Parameter> Parameters, double LearningRate)
{
    /// <summary>The trainable parameters of a module.</summary>
    public static ParameterGroup Of(nn.Module module, double learningRate) =>
        new([.. module.parameters().Where(p => p.requires_grad)], learningRate);
}

/// <summary>Moves parameters against their gradients.</summary>
/// <remarks>Why not TorchSharp's optimizers: see <see cref="TensorScalars"/>.</remarks>
internal abstract class ParameterOptimizer : IDisposable
{
    private readonly IReadOnlyList<ParameterGroup> _groups;

    // It lives on the device, which alone knows at once whether a step counts. Small integers are exact in 64-bit floats.
    private readonly Tensor _steps;

    protected ParameterOptimizer(IReadOnlyList<ParameterGroup> groups)
    {
        _groups = groups;
        Device = groups[0].Parameters[0].device;
        _steps = zeros([], ScalarType.Float64, Device).DetachFromDisposeScope();
    }

    /// <summary>Number of steps so far, without skipped ones. Reading it synchronises with the device.</summary>
    public int Steps
    {
        get
        {
            using var onCpu = _steps.cpu();
            return (int)onCpu.item<double>();
        }
        set => _steps.fill_(value);
    }

    /// <summary>The optimizer's state besides the parameters and <see cref="Steps"/>, by name. The tensors are live: writing to them
    /// restores the state.</summary>
    public abstract IEnumerable<(string Name, Tensor Value)> State { get; }

    /// <summary>Sets all gradients to 0.</summary>
    public void ClearGradients()
    {
        foreach (var parameter in _groups.SelectMany(g => g.Parameters))
        {
            using var gradient = parameter.grad;
            gradient?.zero_();
        }
    }

    /// <summary>Makes one step with each group's learning rate scaled by <paramref name="decay"/>. Overwrites the gradients.</summary>
    /// <param name="decay">0 to 1.</param>
    /// <param name="sound">Whether the step counts, as a Boolean on the device. If false, nothing changes, whatever the gradients are. Null
    /// means that it counts.</param>
    public void Step(double decay, Tensor? sound = null)
    {
        using var _ = no_grad();
        using var all = NewDisposeScope();
        var stepsBefore = _steps.clone();
        _steps.add_(TensorScalars.One, TensorScalars.One);
        Prepare(_steps);
        int index = 0;
        foreach (var group in _groups)
        {
            foreach (var parameter in group.Parameters)
            {
                using var scope = NewDisposeScope();
                if (parameter.grad is { } gradient)
                {
                    (Tensor Changed, Tensor Before)[] changes = sound is null
                        ? []
                        : [.. StateOf(index).Prepend(parameter).Select(t => (t, t.clone()))];
                    Update(index, parameter, gradient, group.LearningRate * decay);
                    foreach (var (changed, before) in changes)
                    {
                        changed.KeepIf(sound, before);
                    }
                }

                index++;
            }
        }

        _steps.KeepIf(sound, stepsBefore);
    }

    public virtual void Dispose() => _steps.Dispose();

    /// <summary>The parameters' device.</summary>
    protected Device Device { get; }

    /// <summary>The tensors of <see cref="State"/> that belong to one parameter.</summary>
    protected abstract Tensor[] StateOf(int index);

    /// <summary>Computes the values that all parameters share in step <paramref name="step"/>, a 64-bit float counted from 1. Its tensors
    /// live as long as the step.</summary>
    protected virtual void Prepare(Tensor step) { }

    /// <summary>Updates one parameter and its state in place; <paramref name="index"/> counts over all groups.</summary>
    protected abstract void Update(int index, Parameter parameter, Tensor gradient, double learningRate);

    /// <summary>Names the tensors of a state with one tensor per parameter.</summary>
    protected static IEnumerable<(string Name, Tensor Value)> Named(string name, Tensor[] values) =>
        values.Select((value, i) => ($"{name}.{i}", value));

    /// <summary>One tensor of zeros per parameter, outliving every dispose scope.</summary>
    protected static Tensor[] ZerosFor(IReadOnlyList<ParameterGroup> groups) =>
        groups.SelectMany(g => g.Parameters).Select(p => zeros_like(p, requires_grad: false).DetachFromDisposeScope()).ToArray();
}
