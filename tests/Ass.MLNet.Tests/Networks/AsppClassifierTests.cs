using Ass.MLNet.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class AsppClassifierTests
{
    [Fact]
    public void Predictions_share_a_matrix_until_the_weights_may_have_changed()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        using var classifier = new AsppClassifier(32, 3, 16);
        classifier.Initialize(generator);
        var x = randn([1, 32, 6, 8], generator: generator);
        using var noGradient = no_grad();
        float[] trained = Values();
        classifier.eval();
        Assert.Equal(trained, Values());
        long before = LiveTensors.Count;
        Assert.Equal(trained, Values());
        Assert.Equal(before, LiveTensors.Count);

        classifier.train();
        classifier.Initialize(generator);
        float[] changed = Values();
        classifier.eval();
        Assert.Equal(changed, Values());
        Assert.NotEqual(trained, changed);

        float[] Values()
        {
            using var y = classifier.forward(x);
            return y.data<float>().ToArray();
        }
    }

    [Fact]
    public void Disposed_it_leaves_no_matrix_behind()
    {
        using var scope = NewDisposeScope();
        var x = randn(1, 32, 6, 8);
        Use();
        long before = LiveTensors.Count;
        Use();
        Assert.Equal(before, LiveTensors.Count);

        void Use()
        {
            using var noGradient = no_grad();
            using var classifier = new AsppClassifier(32, 3, 16);
            classifier.eval();
            classifier.forward(x).Dispose();
        }
    }
}
