using Ass.MLNet.Losses;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class PrototypesTests
{
    [Fact]
    public void A_prototype_is_a_plain_mean_at_first_and_a_running_one_later()
    {
        using var scope = NewDisposeScope();
        using var prototypes = new Prototypes(3, 2, CPU);
        prototypes.Take(Vectors([4, 8, 2, 0], 1, 1), null);
        AssertMeans([0, 0, 3, 4, 0, 0], prototypes);
        prototypes.Take(Vectors([9, 10, 1, 1], 1, 2), null);
        AssertMeans([0, 0, 6, 7, 1, 1], prototypes);
        prototypes.Take(Vectors([0, 1], 1), null);
        AssertMeans([0, 0, 4, 5, 1, 1], prototypes);
        Assert.Equal([0f, 3, 1], Updates(prototypes));

        // In the thousandth step with a class, a vector counts by 1 − m.
        prototypes.state_dict()["updates"].fill_(999);
        prototypes.Take(Vectors([104, 5], 1), null);
        AssertMeans([0, 0, 5, 5, 1, 1], prototypes);
    }

    [Fact]
    public void A_step_that_does_not_count_changes_no_prototype_and_one_without_vectors_neither()
    {
        using var scope = NewDisposeScope();
        using var prototypes = new Prototypes(2, 2, CPU);
        prototypes.Take(Vectors([1, 2], 0), tensor(true));
        AssertMeans([1, 2, 0, 0], prototypes);
        prototypes.Take(Vectors([float.NaN, 7], 0), tensor(false));
        prototypes.Take(Vectors([]), null);
        AssertMeans([1, 2, 0, 0], prototypes);
        Assert.Equal([1f, 0], Updates(prototypes));
    }

    [Fact]
    public void The_distance_is_to_the_prototype_of_the_class_with_this_steps_source_in_it()
    {
        using var scope = NewDisposeScope();
        using var prototypes = new Prototypes(3, 2, CPU);
        prototypes.Take(Vectors([1, 1], 0), null);

        // p_0 becomes (2, 3) and p_1 is (5, 5) at once; class 2 has none. |3 − 2| + |3 − 3| = 1 and |5 − 5| + |8 − 5| = 3, per channel.
        var target = Vectors([3, 3, 100, 100, 5, 8], 0, 2, 1);
        target.Vectors.requires_grad_();
        var distance = prototypes.Distance(target, Vectors([3, 5, 5, 5], 0, 1));
        Assert.Equal((0.5f + 1.5f) / 2, distance.item<float>());
        distance.backward();
        Assert.Equal([0.25f, 0, 0, 0, 0, 0.25f], target.Vectors.grad!.data<float>().ToArray());

        // Until it is taken in, nothing has changed.
        AssertMeans([1, 1, 0, 0, 0, 0], prototypes);
    }

    [Fact]
    public void Without_any_prototype_the_distance_is_0_with_a_gradient_of_0()
    {
        using var scope = NewDisposeScope();
        using var prototypes = new Prototypes(2, 2, CPU);
        var target = Vectors([3, 3], 1);
        target.Vectors.requires_grad_();
        var distance = prototypes.Distance(target, Vectors([1, 1], 0));
        distance.backward();
        Assert.Equal(0, distance.item<float>());
        Assert.Equal([0f, 0], target.Vectors.grad!.data<float>().ToArray());
    }

    [Fact]
    public void The_gradient_is_that_of_finite_differences()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        using var prototypes = new Prototypes(4, 5, CPU);
        var source = new ClassVectors(randn([6, 5], generator: generator), tensor(new long[] { 0, 1, 2, 0, 1, 2 }));
        var values = randn([4, 5], generator: generator);
        var classes = tensor(new long[] { 2, 0, 3, 1 });
        var leaf = values.clone().requires_grad_();
        prototypes.Distance(new ClassVectors(leaf, classes), source).backward();
        var gradient = leaf.grad!.data<float>().ToArray();
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal((At(i, 1e-2f) - At(i, -1e-2f)) / 2e-2, gradient[i], 3);
        }

        float At(int index, float by)
        {
            var moved = values.clone();
            moved.view(-1)[index] += by;
            return prototypes.Distance(new ClassVectors(moved, classes), source).item<float>();
        }
    }

    [Fact]
    public void No_tensor_is_left_but_the_distance()
    {
        using var scope = NewDisposeScope();
        using var prototypes = new Prototypes(3, 2, CPU);
        var vectors = Vectors([1, 2, 3, 4], 0, 1);
        long before = LiveTensors.Count;
        prototypes.Take(vectors, null);
        Assert.Equal(before, LiveTensors.Count);
        using (prototypes.Distance(vectors, vectors))
        {
            Assert.Equal(before + 1, LiveTensors.Count);
        }
    }

    private static ClassVectors Vectors(float[] values, params long[] classes) =>
        new(tensor(values, [classes.Length, 2]), tensor(classes, int64));

    private static void AssertMeans(float[] expected, Prototypes prototypes) =>
        Assert.All(expected.Zip(prototypes.state_dict()["means"].data<float>().ToArray()), mean =>
            Assert.Equal(mean.First, mean.Second, 4)
        );

    private static float[] Updates(Prototypes prototypes) => prototypes.state_dict()["updates"].data<float>().ToArray();
}
