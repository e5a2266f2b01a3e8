using Ass.MLNet.Networks;
using Ass.MLNet.Sampling;
using TorchSharp;
using Xunit;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

/// <summary>Networks with the reference's weights give the reference's values.</summary>
public class NetworkParityTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("resnet18", 8, "frozen")]
    [InlineData("resnet18", 8, "learned")]
    [InlineData("resnet18", 16, "frozen")]
    [InlineData("resnet18", 16, "learned")]
    [InlineData("resnet101", 8, "frozen")]
    [InlineData("resnet101", 8, "learned")]
    [InlineData("resnet101", 16, "frozen")]
    [InlineData("resnet101", 16, "learned")]
    public void Features_and_logits_are_the_references(string name, int stride, string batchNorm)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var kind = name == "resnet18" ? SegmentationNetwork.DeepLabV2ResNet18 : SegmentationNetwork.DeepLabV2ResNet101;
        using var network = new SegmentationModule(new NetworkSpec(kind, stride, 19));
        DeterministicNumbers.Fill(network, "network.", batchNorm == "frozen" ? 0 : 3);
        if (batchNorm == "frozen")
        {
            network.SetBatchNorm(BatchNormMode.Frozen);
        }
        network.train();
        var images = Batch.Create([new Sample(DeterministicNumbers.Picture("forward.0", 65, 97), null)], new byte[3]);
        using var result = network.forward(images.ToTensor(InputNormalization.TorchVision, CPU));

        var fixture = new Fixture("forward");
        string prefix = $"{name}.{stride}.{batchNorm}";
        var features = DeterministicNumbers.Sketch("features", result.Features.contiguous().data<float>().ToArray(), 512);
        Distance.AssertBelow(1e-5, "logits", fixture[$"{prefix}.logits"], Distance.Values(result.Logits), output);
        Distance.AssertBelow(1e-5, "features", fixture[$"{prefix}.features"], features, output);
    }

    [Fact]
    public void The_global_discriminator_judges_as_the_reference()
    {
        using var scope = NewDisposeScope();
        using var discriminator = new GlobalDiscriminator(19);
        DeterministicNumbers.Fill(discriminator, "global.");
        var judged = discriminator.forward(DeterministicNumbers.Numbers("prediction", [2, 19, 65, 97], 3).softmax(1));
        Distance.AssertBelow(1e-5, "logits", new Fixture("discriminators")["global"], Distance.Values(judged), output);
    }

    [Theory]
    [InlineData(SemanticDiscriminatorHead.Binary, "binary")]
    [InlineData(SemanticDiscriminatorHead.ClassConditional, "conditional")]
    [InlineData(SemanticDiscriminatorHead.PerClass, "per class")]
    public void The_semantic_discriminator_judges_as_the_reference(SemanticDiscriminatorHead head, string name)
    {
        using var scope = NewDisposeScope();
        using var discriminator = new SemanticDiscriminator(64, 19, head);
        DeterministicNumbers.Fill(discriminator, "semantic.");
        var judged = discriminator.forward(DeterministicNumbers.Numbers("vectors", [7, 64]));
        Distance.AssertBelow(1e-5, "logits", new Fixture("discriminators")[$"semantic.{name}"], Distance.Values(judged), output);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Upsampling_is_the_references(bool alignCorners)
    {
        using var scope = NewDisposeScope();
        var large = Layers.Upsample(DeterministicNumbers.Numbers("upsampling", [1, 2, 5, 7]), 33, 49, alignCorners);
        Distance.AssertBelow(
            1e-6,
            "pixels",
            new Fixture("upsampling")[$"align corners {alignCorners}".ToLowerInvariant()],
            Distance.Values(large),
            output
        );
    }
}
