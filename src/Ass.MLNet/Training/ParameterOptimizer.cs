using Ass.MLNet.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>Parameters that share a learning rate.</summary>
internal sealed record ParameterGroup(IReadOnlyList<Parameter> Parameters, double LearningRate)
{
    /// <summary>The parameters of a module that are to be trained.</summary>
    public static ParameterGroup Of(nn.Module module, double learningRate) =>
        new([.. module.parameters().Where(p => p.requires_grad)], learningRate);
}

/// <summary>Moves parameters against their gradients.</summary>
/// <remarks>Why not TorchSharp's optimizers: see <see cref="TensorScalars"/>.</remarks>
internal abstract class ParameterOptimizer : IDisposable
{
    private readonly IReadOnlyList<ParameterGroup> _groups;

    // It lies beside the parameters, since only the device knows at once whether a step counts. Small integers are exact in 64-bit floats.
    private readonly Tensor _steps;

    protected ParameterOptimizer(IReadOnlyList<ParameterGroup> groups)
    {
        _groups = groups;
        Device = groups[0].Parameters[0].device;
        _steps = zeros([], ScalarType.Float64, Device).DetachFromDisposeScope();
    }

    /// <summary>Steps made so far, those left out not counted. Reading it waits for the device.</summary>
    public int Steps
    {
        get
        {
            using var onCpu = _steps.cpu();
            return (int)onCpu.item<double>();
        }
        set => _steps.fill_(value);
    }

    /// <summary>What the next step depends on besides the parameters and <see cref="Steps"/>, by name; live tensors, so that writing to
    /// them restores it.</summary>
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

    /// <summary>Makes one step at a share <paramref name="decay"/> of each group's learning rate; gradients are used up.</summary>
    /// <param name="decay">0 to 1.</param>
    /// <param name="sound">Whether the step counts, a Boolean on the device: where it is false nothing is changed, whatever the gradients
    /// are. Null: it counts.</param>
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

    /// <summary>Where the parameters are.</summary>
    protected Device Device { get; }

    /// <summary>The tensors of <see cref="State"/> that belong to one parameter.</summary>
    protected abstract Tensor[] StateOf(int index);

    /// <summary>Computes what all parameters share in the step numbered <paramref name="step"/>, a 64-bit float counted from 1; what it
    /// makes lives as long as the step.</summary>
    protected virtual void Prepare(Tensor step) { }

    /// <summary>Updates one parameter and its state in place; <paramref name="index"/> counts over all groups.</summary>
    protected abstract void Update(int index, Parameter parameter, Tensor gradient, double learningRate);

    /// <summary>Names the tensors of a state that has one for each parameter.</summary>
    protected static IEnumerable<(string Name, Tensor Value)> Named(string name, Tensor[] values) =>
        values.Select((value, i) => ($"{name}.{i}", value));

    /// <summary>One tensor of zeros per parameter, outliving every dispose scope.</summary>
    protected static Tensor[] ZerosFor(IReadOnlyList<ParameterGroup> groups) =>
        groups.SelectMany(g => g.Parameters).Select(p => zeros_like(p, requires_grad: false).DetachFromDisposeScope()).ToArray();
}
