using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet;

/// <summary>Parameters that share a learning rate.</summary>
internal sealed record ParameterGroup(IReadOnlyList<Parameter> Parameters, double LearningRate)
{
    /// <summary>The parameters of a module that are to be trained.</summary>
    public static ParameterGroup Of(nn.Module module, double learningRate) => new([.. module.parameters().Where(p => p.requires_grad)], learningRate);
}

/// <summary>Moves parameters against their gradients.</summary>
/// <remarks>Why not TorchSharp's optimizers: see <see cref="TensorScalars"/>.</remarks>
internal abstract class ParameterOptimizer(IReadOnlyList<ParameterGroup> groups) : IDisposable
{
    /// <summary>Steps made so far.</summary>
    public int Steps { get; set; }

    /// <summary>What the next step depends on besides the parameters and <see cref="Steps"/>, by name; live tensors, so that writing to them
    /// restores it.</summary>
    public abstract IEnumerable<(string Name, Tensor Value)> State { get; }

    /// <summary>Sets all gradients to 0.</summary>
    public void ClearGradients()
    {
        foreach (var parameter in groups.SelectMany(g => g.Parameters))
        {
            using var gradient = parameter.grad;
            gradient?.zero_();
        }
    }

    /// <summary>Makes one step at a share <paramref name="decay"/> of each group's learning rate; gradients are used up.</summary>
    public void Step(double decay)
    {
        using var _ = no_grad();
        Steps++;
        int index = 0;
        foreach (var group in groups)
        {
            foreach (var parameter in group.Parameters)
            {
                using var scope = NewDisposeScope();
                if (parameter.grad is { } gradient)
                    Update(index, parameter, gradient, group.LearningRate * decay);
                index++;
            }
        }
    }

    public abstract void Dispose();

    /// <summary>Updates one parameter in place; <paramref name="index"/> counts over all groups.</summary>
    protected abstract void Update(int index, Parameter parameter, Tensor gradient, double learningRate);

    /// <summary>Names the tensors of a state that has one for each parameter.</summary>
    protected static IEnumerable<(string Name, Tensor Value)> Named(string name, Tensor[] values) => values.Select((value, i) => ($"{name}.{i}", value));

    /// <summary>One tensor of zeros per parameter, outliving every dispose scope.</summary>
    protected static Tensor[] ZerosFor(IReadOnlyList<ParameterGroup> groups) =>
        groups.SelectMany(g => g.Parameters).Select(p => zeros_like(p, requires_grad: false).DetachFromDisposeScope()).ToArray();
}
