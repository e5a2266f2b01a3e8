using Ass.MLNet.Networks;
using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>The mean teacher of self-training: a copy of the network whose weights are the moving average of the network's (Tarvainen and
/// Valpola, NeurIPS 2017).</summary>
/// <remarks>It predicts in training mode: filters that are folded for prediction are kept until the next training, and would be those of an
/// earlier average; and batch norms that learn take the statistics of the images at hand, as the student's do.</remarks>
internal sealed class Teacher : IDisposable
{
    private readonly IReadOnlyList<ParameterBuffer> _student;
    private readonly ParameterBuffer[] _own;
    private readonly FrozenFilters? _filters;
    private readonly double _decay;

    /// <param name="student">The network; the teacher starts as its copy.</param>
    /// <param name="studentBuffers">The parameters of the network that learn.</param>
    /// <param name="groups">The groups of any network of this kind, in the order of the buffers.</param>
    /// <param name="decay">See <see cref="SelfTrainingOptions.TeacherDecay"/>.</param>
    public Teacher(
        SegmentationModule student,
        IReadOnlyList<ParameterBuffer> studentBuffers,
        Func<SegmentationModule, IEnumerable<ParameterGroup>> groups,
        double decay
    )
    {
        (_student, _decay) = (studentBuffers, decay);
        using var scope = NewDisposeScope();
        Network = student.Copy();
        _own = [.. groups(Network).Select(g => new ParameterBuffer([.. g.Parameters.Except(g.Idle)], g.ChannelsLast, learns: false))];
        _filters = Network.HasBatchStatistics
            ? null
            : new FrozenFilters(Network, _own[0], student.TrainingPrecision.NumberType, learns: false);
    }

    /// <summary>The copy; its weights and batch statistics are the teacher's state.</summary>
    public SegmentationModule Network { get; }

    /// <summary>See <see cref="FrozenFilters.TakeNorms"/>.</summary>
    public void TakeNorms() => _filters?.TakeNorms();

    /// <summary>Softmax of the main classifier at image size, without gradients.</summary>
    /// <param name="images">(B, 3, H, W), normalised.</param>
    /// <param name="alignCorners">See <see cref="AdaptSegNetOptions.AlignCornersInTraining"/>.</param>
    /// <returns>(B, K, H, W).</returns>
    public Tensor Predict(Tensor images, bool alignCorners)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        _filters?.Fold();
        var output = Network.forward(images);
        return Layers.Upsample(output.Logits, images.shape[2], images.shape[3], alignCorners).softmax(1).MoveToOuterDisposeScope();
    }

    /// <summary>Moves the average towards the network's weights: θ' ← α θ' + (1 − α) θ, with α = min(1 − 1/(t + 1), decay) as in
    /// DACS.</summary>
    /// <param name="step">t, the number of steps before this one.</param>
    /// <param name="sound">Whether the step counts, as a Boolean on the device; null means that it does.</param>
    public void Follow(int step, Tensor? sound)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        using var share = (1 - Math.Min(1 - 1.0 / (step + 1), _decay)).ToScalar();
        var counts = sound?.to(ScalarType.Float32) ?? ones([], device: _own[0].Values.device);
        var weight = counts.mul(share);
        foreach (var (average, current) in _own.Zip(_student))
        {
            average.Values.lerp_(current.Values, weight);
        }
    }

    /// <summary>Exchanges the weights of teacher and student.</summary>
    public void Swap()
    {
        using var _ = no_grad();
        foreach (var (average, current) in _own.Zip(_student))
        {
            using var before = current.Values.clone();
            current.Values.copy_(average.Values);
            average.Values.copy_(before);
        }
    }

    public void Dispose()
    {
        _filters?.Dispose();
        Network.Dispose();
        Array.ForEach(_own, buffer => buffer.Dispose());
    }
}
