using Ass.MLNet.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>Adam (Kingma and Ba, 2015) as in PyTorch, with weight decay added to the gradient.</summary>
internal sealed class AdamOptimizer : ParameterOptimizer
{
    private const double Epsilon = 1e-8;

    private readonly Tensor[] _means;
    private readonly Tensor[] _squares;
    private readonly Tensor _betas;
    private readonly Scalar _keepMean;
    private readonly Scalar _addMean;
    private readonly Scalar _keepSquare;
    private readonly Scalar _addSquare;
    private readonly Scalar _epsilon = Epsilon.ToScalar();
    private readonly Scalar? _weightDecay;
    private Tensor? _meanCorrection;
    private Tensor? _rootCorrection;

    public AdamOptimizer(IReadOnlyList<ParameterGroup> groups, double beta1, double beta2, double weightDecay)
        : base(groups)
    {
        _means = ZerosFor(groups);
        _squares = ZerosFor(groups);
        _betas = tensor(new[] { beta1, beta2 }, device: Device).DetachFromDisposeScope();
        (_keepMean, _addMean) = (beta1.ToScalar(), (1 - beta1).ToScalar());
        (_keepSquare, _addSquare) = (beta2.ToScalar(), (1 - beta2).ToScalar());
        _weightDecay = weightDecay == 0 ? null : weightDecay.ToScalar();
    }

    public override IEnumerable<(string Name, Tensor Value)> State => Named("mean", _means).Concat(Named("square", _squares));

    public override void Dispose()
    {
        base.Dispose();
        foreach (var state in _means.Concat(_squares).Append(_betas))
        {
            state.Dispose();
        }
        foreach (var scalar in new[] { _keepMean, _addMean, _keepSquare, _addSquare, _epsilon, _weightDecay })
        {
            scalar?.Dispose();
        }
    }

    protected override Tensor[] StateOf(int index) => [_means[index], _squares[index]];

    /// <summary>1 / (1 − β1^step) and 1 / √(1 − β2^step): the bias corrections of the moments, which start at 0.</summary>
    protected override void Prepare(Tensor step)
    {
        var corrections = ones_like(_betas).sub(_betas.pow(step)).reciprocal();
        _meanCorrection = corrections[0].to(ScalarType.Float32);
        _rootCorrection = corrections[1].sqrt().to(ScalarType.Float32);
    }

    protected override void Update(int index, Parameter parameter, Tensor gradient, double learningRate)
    {
        using var rate = (-learningRate).ToScalar();
        if (_weightDecay is not null)
        {
            gradient.add_(parameter, _weightDecay);
        }
        _means[index].mul_(_keepMean).add_(gradient, _addMean);
        _squares[index].mul_(_keepSquare).addcmul_(gradient, gradient, _addSquare);
        var root = _squares[index].sqrt().mul_(_rootCorrection!).add_(_epsilon, TensorScalars.One);
        parameter.addcmul_(_means[index].div(root), _meanCorrection!, rate);
    }
}
