using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>Adam (Kingma and Ba, 2015) as in PyTorch, with weight decay added to the gradient.</summary>
internal sealed class AdamOptimizer : ParameterOptimizer
{
    private const double Epsilon = 1e-8;

    private readonly Tensor[] _means;
    private readonly Tensor[] _squares;
    private readonly Tensor _betas;
    private readonly Scalar _addMean;
    private readonly Scalar _addSquare;
    private readonly Scalar _epsilon = Epsilon.ToScalar();
    private Tensor? _keepMean;
    private Tensor? _keepSquare;
    private Tensor? _meanCorrection;
    private Tensor? _rootCorrection;

    public AdamOptimizer(IReadOnlyList<ParameterGroup> groups, double beta1, double beta2, double weightDecay)
        : base(groups, weightDecay)
    {
        _means = NewState();
        _squares = NewState();
        _betas = tensor(new[] { beta1, beta2 }, device: Device).DetachFromDisposeScope();
        (_addMean, _addSquare) = ((1 - beta1).ToScalar(), (1 - beta2).ToScalar());
    }

    public override IEnumerable<(string Name, Tensor Value)> State => Named("mean", _means).Concat(Named("square", _squares));

    public override void Dispose()
    {
        base.Dispose();
        foreach (var state in _means.Concat(_squares).Append(_betas))
        {
            state.Dispose();
        }
        foreach (var scalar in new[] { _addMean, _addSquare, _epsilon })
        {
            scalar.Dispose();
        }
    }

    /// <summary>1 / (1 − β1^step) and 1 / √(1 − β2^step): the bias corrections of the moments, which start at 0. In a step that does not
    /// count, the moments are kept whole, and a correction of 0 keeps the parameters.</summary>
    protected override void Prepare(Tensor step, Tensor? sound)
    {
        var ones = ones_like(_betas);
        var corrections = ones.sub(_betas.pow(step)).reciprocal();
        var kept = (sound is null ? _betas : where(sound, _betas, ones)).to(ScalarType.Float32);
        (_keepMean, _keepSquare) = (kept[0], kept[1]);
        _meanCorrection = corrections[0].to(ScalarType.Float32);
        _rootCorrection = corrections[1].sqrt().to(ScalarType.Float32);
        if (sound is not null)
        {
            _meanCorrection.mul_(sound);
        }
    }

    protected override void Update(int group, Tensor values, Tensor gradients, Scalar rate)
    {
        var (mean, square) = (_means[group], _squares[group]);
        mean.mul_(_keepMean!).add_(gradients, _addMean);
        square.mul_(_keepSquare!).addcmul_(gradients, gradients, _addSquare);
        using var root = square.sqrt().mul_(_rootCorrection!).add_(_epsilon, TensorScalars.One);
        using var direction = mean.div(root);
        values.addcmul_(direction, _meanCorrection!, rate);
    }
}
