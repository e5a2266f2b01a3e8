using Ass.MLNet.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>Adam (Kingma and Ba, 2015) as PyTorch defines it, weight decay added to the gradient.</summary>
internal sealed class AdamOptimizer : ParameterOptimizer
{
    private const double Epsilon = 1e-8;

    private readonly Tensor[] means;
    private readonly Tensor[] squares;
    private readonly Tensor betas;
    private readonly Scalar keepMean;
    private readonly Scalar addMean;
    private readonly Scalar keepSquare;
    private readonly Scalar addSquare;
    private readonly Scalar epsilon = Epsilon.ToScalar();
    private readonly Scalar? weightDecay;
    private Tensor? meanCorrection;
    private Tensor? rootCorrection;

    public AdamOptimizer(IReadOnlyList<ParameterGroup> groups, double beta1, double beta2, double weightDecay) : base(groups)
    {
        means = ZerosFor(groups);
        squares = ZerosFor(groups);
        betas = tensor(new[] { beta1, beta2 }, device: Device).DetachFromDisposeScope();
        (keepMean, addMean) = (beta1.ToScalar(), (1 - beta1).ToScalar());
        (keepSquare, addSquare) = (beta2.ToScalar(), (1 - beta2).ToScalar());
        this.weightDecay = weightDecay == 0 ? null : weightDecay.ToScalar();
    }

    public override IEnumerable<(string Name, Tensor Value)> State => Named("mean", means).Concat(Named("square", squares));

    public override void Dispose()
    {
        base.Dispose();
        foreach (var state in means.Concat(squares).Append(betas))
            state.Dispose();
        foreach (var scalar in new[] { keepMean, addMean, keepSquare, addSquare, epsilon, weightDecay })
            scalar?.Dispose();
    }

    protected override Tensor[] StateOf(int index) => [means[index], squares[index]];

    /// <summary>1 / (1 − β1^step) and 1 / √(1 − β2^step): what the moments, which start at 0, lack.</summary>
    protected override void Prepare(Tensor step)
    {
        var corrections = ones_like(betas).sub(betas.pow(step)).reciprocal();
        meanCorrection = corrections[0].to(ScalarType.Float32);
        rootCorrection = corrections[1].sqrt().to(ScalarType.Float32);
    }

    protected override void Update(int index, Parameter parameter, Tensor gradient, double learningRate)
    {
        using var rate = (-learningRate).ToScalar();
        if (weightDecay is not null)
            gradient.add_(parameter, weightDecay);
        means[index].mul_(keepMean).add_(gradient, addMean);
        squares[index].mul_(keepSquare).addcmul_(gradient, gradient, addSquare);
        var root = squares[index].sqrt().mul_(rootCorrection!).add_(epsilon, TensorScalars.One);
        parameter.addcmul_(means[index].div(root), meanCorrection!, rate);
    }
}
