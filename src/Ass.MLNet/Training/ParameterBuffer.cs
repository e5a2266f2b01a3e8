using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>Parameters in one tensor, and their gradients in another: the parameters and their <c>grad</c> are views of them, so that one
/// operation changes them all.</summary>
/// <remarks>
/// Otherwise a step of an optimizer on a hundred parameters is a thousand small operations, for which a GPU waits. Between the parameters
/// there may be a few zeros, since fast kernels want aligned tensors. Filters can lie in memory as channels last, (outputs, k, k, inputs);
/// their shape is the same. <see cref="Separate"/> gives every parameter memory of its own again.
/// </remarks>
internal sealed class ParameterBuffer : IDisposable
{
    /// <summary>Parameters begin at multiples of so many values: 64 bytes, the longest vectors of a CPU.</summary>
    private const long Alignment = 16;

    private readonly IReadOnlyList<Parameter> _parameters;
    private readonly Dictionary<Parameter, long> _starts = new(ReferenceEqualityComparer.Instance);
    private readonly bool _channelsLast;

    /// <param name="parameters">On one device. Gradients that they have are dropped.</param>
    /// <param name="channelsLast">Whether filters are to lie in memory as channels last.</param>
    /// <param name="learns">Whether the parameters have gradients.</param>
    public ParameterBuffer(IReadOnlyList<Parameter> parameters, bool channelsLast = false, bool learns = true)
    {
        (_parameters, _channelsLast) = (parameters, channelsLast);
        long length = 0;
        foreach (var parameter in parameters)
        {
            _starts[parameter] = length;
            length += (parameter.numel() + Alignment - 1) / Alignment * Alignment;
        }

        using var _ = no_grad();
        using var scope = NewDisposeScope();
        Values = zeros(length, device: parameters[0].device).DetachFromDisposeScope();
        Gradients = zeros(learns ? length : 0, device: Values.device).DetachFromDisposeScope();
        foreach (var parameter in parameters)
        {
            var value = View(Values, parameter).copy_(parameter);
            parameter.set_(value);
            parameter.grad = learns ? View(Gradients, parameter) : null;
        }
    }

    /// <summary>All parameters, one-dimensional.</summary>
    public Tensor Values { get; }

    /// <summary>Their gradients, in the same places; empty if they do not learn.</summary>
    public Tensor Gradients { get; }

    public bool Contains(Parameter parameter) => _starts.ContainsKey(parameter);

    /// <summary>The part of a flat tensor that belongs to one parameter, in its shape.</summary>
    /// <param name="flat">As long as <see cref="Values"/>, of any type.</param>
    /// <param name="parameter">One of these parameters.</param>
    public Tensor View(Tensor flat, Parameter parameter)
    {
        long[] shape = parameter.shape;
        using var part = flat.narrow(0, _starts[parameter], parameter.numel());
        if (!_channelsLast || shape.Length != 4)
        {
            return part.view(shape);
        }
        using var channelsLast = part.view(shape[0], shape[2], shape[3], shape[1]);
        return channelsLast.permute(0, 3, 1, 2);
    }

    /// <summary>Gives every parameter memory of its own, and no gradient: they go on without the buffer, which is of no further
    /// use.</summary>
    public void Separate()
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        foreach (var parameter in _parameters.Where(p => !p.IsInvalid))
        {
            parameter.grad = null;
            var own = empty(parameter.shape, device: Values.device).copy_(parameter);
            parameter.set_(own);
        }
    }

    /// <summary>Frees the gradients, and the values where no parameter shares them any more. Takes no memory: it may be called because that
    /// ran out.</summary>
    public void Dispose()
    {
        if (Values.IsInvalid)
        {
            return;
        }
        foreach (var parameter in _parameters.Where(p => !p.IsInvalid))
        {
            parameter.grad = null;
        }
        Values.Dispose();
        Gradients.Dispose();
    }
}
