using Ass.MLNet.Networks;
using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>One pass through the network, forwards and back, for the images of one stream or, as one batch, of several.</summary>
/// <remarks>Losses see detached outputs, and their gradients stop there until <see cref="Backward"/>: what a loss needs at image size is
/// free before the next one is computed, and the network goes back once, however many losses there are.</remarks>
internal sealed class NetworkPass : IDisposable
{
    private readonly TrainingModules _modules;
    private readonly NetworkOutput _output;

    /// <param name="modules">The network to run, in training mode, and what its backward pass adds to.</param>
    /// <param name="inputs">The streams; several must have the same number and size of images.</param>
    public NetworkPass(TrainingModules modules, IReadOnlyList<StreamInput> inputs)
    {
        using var scope = NewDisposeScope();
        _modules = modules;
        _output = modules.Network.Forward(Join([.. inputs.Select(input => input.Images)]), inputs.Count);
        Streams = [.. inputs.Select((input, i) => new StreamPass(this, input, _output.Part(i * input.Count, input.Count)))];
        foreach (var output in Streams.Select(stream => stream.Output).Append(_output))
        {
            output.MoveToOuterDisposeScope();
        }
    }

    public IReadOnlyList<StreamPass> Streams { get; }

    /// <summary>Takes the gradients of all losses on the streams' outputs back through the network.</summary>
    public void Backward()
    {
        using var scope = NewDisposeScope();
        var ends = new List<(Tensor End, Tensor Slope)>();
        Add(output => output.Logits);
        Add(output => output.Features);
        Add(output => output.AuxiliaryLogits);
        autograd.backward([.. ends.Select(e => e.End)], [.. ends.Select(e => e.Slope)]);
        _modules.FrozenFilters?.Collect();

        void Add(Func<NetworkOutput, Tensor?> part)
        {
            if (part(_output) is { } end && Streams.Any(stream => part(stream.Output)!.grad is not null))
            {
                ends.Add((end, Join([.. Streams.Select(s => part(s.Output)!.grad ?? zeros_like(part(s.Output)!, requires_grad: false))])));
            }
        }
    }

    /// <summary>The gradient on the features of all streams that comes from one stream's logits and features.</summary>
    internal Tensor GradientOnFeatures(StreamPass stream, Tensor? fromLogits, Tensor? fromFeatures)
    {
        using var scope = NewDisposeScope();
        var features = Only(fromFeatures, output => output.Features);
        var throughLogits = SingleGradient.On(_output.Features, _output.Logits, Only(fromLogits, output => output.Logits))!;
        return features.Plus(throughLogits).MoveToOuterDisposeScope();

        Tensor Only(Tensor? own, Func<NetworkOutput, Tensor> like) =>
            Join([.. Streams.Select(s => s == stream && own is not null ? own : zeros_like(like(s.Output), requires_grad: false))]);
    }

    public void Dispose()
    {
        _output.Dispose();
        foreach (var stream in Streams)
        {
            stream.Output.Dispose();
        }
    }

    private static Tensor Join(Tensor[] streams) => streams.Length == 1 ? streams[0] : cat(streams);
}
