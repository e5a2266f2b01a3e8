using Ass.MLNet.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Networks;

/// <summary>D_s: classifies the domain of class vectors: (M, C) → logits (M, 1), (M, 2K) or (M, K), depending on the head.</summary>
/// <remarks>Three fully connected layers, C → 256 → 256 → outputs, LeakyReLU 0.2 between them: our reconstruction, see
/// <see cref="SemanticDiscriminatorHead"/>.</remarks>
internal sealed class SemanticDiscriminator : nn.Module<Tensor, Tensor>
{
    private const long Hidden = 256;

    private readonly Linear fc1;
    private readonly Linear fc2;
    private readonly Linear classifier;

    public SemanticDiscriminator(long channels, int classCount, SemanticDiscriminatorHead head)
        : base(nameof(SemanticDiscriminator))
    {
        Head = head;
        fc1 = nn.Linear(channels, Hidden);
        fc2 = nn.Linear(Hidden, Hidden);
        classifier = nn.Linear(
            Hidden,
            head switch
            {
                SemanticDiscriminatorHead.Binary => 1,
                SemanticDiscriminatorHead.ClassConditional => 2 * classCount,
                _ => classCount,
            }
        );
        RegisterComponents();
    }

    public SemanticDiscriminatorHead Head { get; }

    public void Initialize(Generator generator)
    {
        foreach (var layer in new[] { fc1, fc2, classifier })
        {
            Layers.Fill(layer.weight, layer.bias, Math.Sqrt(2.0 / layer.weight.shape[1]), generator);
        }
    }

    public override Tensor forward(Tensor vectors)
    {
        using var x1 = fc1.forward(vectors).LeakyReluInPlace(0.2);
        using var x2 = fc2.forward(x1).LeakyReluInPlace(0.2);
        return classifier.forward(x2);
    }
}
