using Ass.MLNet.Distribution;
using Ass.MLNet.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>Moves parameters against their gradients, all those of a group at once.</summary>
/// <remarks>Why not TorchSharp's optimizers: they move one parameter after the other, and see <see cref="TensorScalars"/>.</remarks>
internal abstract class ParameterOptimizer : IDisposable
{
    private readonly IReadOnlyList<ParameterGroup> _groups;
    private readonly Scalar? _weightDecay;

    // It lives on the device, which alone knows at once whether a step counts. Small integers are exact in 64-bit floats.
    private readonly Tensor _steps;

    protected ParameterOptimizer(IReadOnlyList<ParameterGroup> groups, double weightDecay)
    {
        _groups = groups;
        _weightDecay = weightDecay == 0 ? null : weightDecay.ToScalar();
        Buffers = [.. groups.Select(g => new ParameterBuffer([.. g.Parameters.Except(g.Idle)], g.ChannelsLast))];
        Device = groups[0].Parameters[0].device;
        _steps = zeros([], ScalarType.Float64, Device).DetachFromDisposeScope();
    }

    /// <summary>The parameters of each group.</summary>
    public IReadOnlyList<ParameterBuffer> Buffers { get; }

    /// <summary>Number of steps so far, without skipped ones. Reading it synchronises with the device.</summary>
    public int Steps
    {
        get
        {
            using var onCpu = _steps.cpu();
            return (int)onCpu.item<double>();
        }
        set
        {
            using var steps = value.ToScalar();
            _steps.fill_(steps);
        }
    }

    /// <summary>The processes that train together.</summary>
    public Ranks Ranks { get; init; } = Ranks.Alone;

    /// <summary>The optimizer's state besides the parameters and <see cref="Steps"/>, by name. Writing to the tensors restores the
    /// state.</summary>
    public abstract IEnumerable<(string Name, Tensor Value)> State { get; }

    /// <summary>Every tensor that a step changes: parameters and state.</summary>
    public IEnumerable<Tensor> Changing => [.. Buffers.Select(buffer => buffer.Values), .. State.Select(state => state.Value), _steps];

    /// <summary>Sets all gradients to 0.</summary>
    public void ClearGradients()
    {
        foreach (var buffer in Buffers)
        {
            buffer.Gradients.zero_();
        }
    }

    /// <summary>Replaces the gradients by their means over the processes. Nothing to do for one.</summary>
    public void ShareGradients()
    {
        foreach (var buffer in Buffers)
        {
            Ranks.Average(buffer.Gradients);
        }
    }

    /// <summary>Makes one step with each group's learning rate scaled by <paramref name="decay"/>. Overwrites the gradients.</summary>
    /// <param name="decay">0 to 1.</param>
    /// <param name="sound">Whether the step counts, as a Boolean on the device. If false, nothing changes, whatever the gradients are. Null
    /// means that it counts.</param>
    public void Step(double decay, Tensor? sound = null)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        Prepare(_steps.add(TensorScalars.One, TensorScalars.One), sound);
        var unsound = sound?.logical_not();
        for (int i = 0; i < Buffers.Count; i++)
        {
            var (values, gradients) = (Buffers[i].Values, Buffers[i].Gradients);
            if (_weightDecay is not null)
            {
                gradients.add_(values, _weightDecay);
            }
            if (unsound is not null)
            {
                gradients.masked_fill_(unsound, TensorScalars.Zero);
            }
            using var rate = (-_groups[i].LearningRate * decay).ToScalar();
            Update(i, values, gradients, rate);
        }
        _steps.add_(sound is null ? ones_like(_steps) : sound.to(_steps.dtype), TensorScalars.One);
    }

    /// <summary>Gives parameters memory of their own again, when training is over.</summary>
    public void Separate()
    {
        foreach (var buffer in Buffers)
        {
            buffer.Separate();
        }
    }

    /// <summary>Frees the state and the gradients. Parameters go on sharing their memory, unless <see cref="Separate"/> was
    /// called.</summary>
    public virtual void Dispose()
    {
        _steps.Dispose();
        _weightDecay?.Dispose();
        foreach (var buffer in Buffers)
        {
            buffer.Dispose();
        }
    }

    /// <summary>The parameters' device.</summary>
    protected Device Device { get; }

    /// <summary>Computes what all groups share in a step. Its tensors live as long as the step.</summary>
    /// <param name="step">A 64-bit float counted from 1.</param>
    /// <param name="sound">Whether the step counts; null means that it does.</param>
    protected abstract void Prepare(Tensor step, Tensor? sound);

    /// <summary>Updates a group's parameters and its state in place.</summary>
    /// <param name="group">Which one.</param>
    /// <param name="values">Its parameters.</param>
    /// <param name="gradients">Their gradients, with weight decay; zeros in a step that does not count. May be overwritten.</param>
    /// <param name="rate">The negative learning rate.</param>
    protected abstract void Update(int group, Tensor values, Tensor gradients, Scalar rate);

    /// <summary>One value of a state for each parameter, as checkpoints name them.</summary>
    /// <param name="name">The value's name.</param>
    /// <param name="states">It, for each group: as long as the group's buffer.</param>
    protected IEnumerable<(string Name, Tensor Value)> Named(string name, IReadOnlyList<Tensor> states)
    {
        int index = 0;
        for (int i = 0; i < _groups.Count; i++)
        {
            foreach (var parameter in _groups[i].Parameters)
            {
                var value = Buffers[i].Contains(parameter) ? Buffers[i].View(states[i], parameter) : zeros_like(parameter);
                yield return ($"{name}.{index++}", value);
            }
        }
    }

    /// <summary>Zeros for each group, outliving every dispose scope.</summary>
    protected Tensor[] NewState() => [.. Buffers.Select(b => zeros_like(b.Values).DetachFromDisposeScope())];
}
