using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet;

/// <summary>Adam (Kingma and Ba, 2015) as PyTorch defines it, weight decay added to the gradient.</summary>
internal sealed class AdamOptimizer : ParameterOptimizer
{
    private const double Epsilon = 1e-8;

    private readonly Tensor[] means;
    private readonly Tensor[] squares;
    private readonly double beta1;
    private readonly double beta2;
    private readonly Scalar keepMean;
    private readonly Scalar addMean;
    private readonly Scalar keepSquare;
    private readonly Scalar addSquare;
    private readonly Scalar epsilon = Epsilon.ToScalar();
    private readonly Scalar? weightDecay;

    public AdamOptimizer(IReadOnlyList<ParameterGroup> groups, double beta1, double beta2, double weightDecay) : base(groups)
    {
        means = ZerosFor(groups);
        squares = ZerosFor(groups);
        (this.beta1, this.beta2) = (beta1, beta2);
        (keepMean, addMean) = (beta1.ToScalar(), (1 - beta1).ToScalar());
        (keepSquare, addSquare) = (beta2.ToScalar(), (1 - beta2).ToScalar());
        this.weightDecay = weightDecay == 0 ? null : weightDecay.ToScalar();
    }

    public override IEnumerable<(string Name, Tensor Value)> State => Named("mean", means).Concat(Named("square", squares));

    public override void Dispose()
    {
        foreach (var state in means.Concat(squares))
            state.Dispose();
        foreach (var scalar in new[] { keepMean, addMean, keepSquare, addSquare, epsilon, weightDecay })
            scalar?.Dispose();
    }

    protected override void Update(int index, Parameter parameter, Tensor gradient, double learningRate)
    {
        using var rootOfCorrection = Math.Sqrt(1 - Math.Pow(beta2, Steps)).ToScalar();
        using var rate = (-learningRate / (1 - Math.Pow(beta1, Steps))).ToScalar();
        if (weightDecay is not null)
            gradient.add_(parameter, weightDecay);
        means[index].mul_(keepMean).add_(gradient, addMean);
        squares[index].mul_(keepSquare).addcmul_(gradient, gradient, addSquare);
        var root = squares[index].sqrt().div_(rootOfCorrection).add_(epsilon, TensorScalars.One);
        parameter.addcdiv_(means[index], root, rate);
    }
}
