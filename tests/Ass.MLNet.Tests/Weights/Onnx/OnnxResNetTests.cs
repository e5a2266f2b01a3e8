using Ass.MLNet.Weights;
using Ass.MLNet.Weights.Tensors;
using Xunit;

namespace Ass.MLNet.Tests;

public class OnnxResNetTests
{
    [Fact]
    public void Names_and_shapes_of_the_genuine_file_are_those_of_PyTorchs_module()
    {
        Dictionary<string, ReadTensor> tensors = WeightFiles.Read(ImageNetResNet18.Locate());

        Dictionary<string, long[]> expected = ExpectedShapes([2, 2, 2, 3], [64, 128, 256, 512]);
        Assert.Equal(expected.Keys.Order(), tensors.Keys.Order());
        Assert.All(expected, pair => Assert.Equal(pair.Value, tensors[pair.Key].Shape));
        Assert.All(tensors.Values, tensor => Assert.Equal(tensor.Shape.Aggregate((a, b) => a * b), tensor.Values.Length));
    }

    [Fact]
    public void Reads_one_tensor_at_a_time()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        using WeightFile file = WeightFormats.Open(ImageNetResNet18.Locate());
        file.Read(file.Tensors[0], new float[64 * 3 * 7 * 7]);

        Assert.Equal("conv1.weight", file.Tensors[0].Name);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Order_of_nodes_and_of_a_sums_inputs_does_not_matter()
    {
        OnnxModel model = OnnxResNetModel.Create(2, 1, 1, 2);
        Dictionary<string, float> straight = FirstValues(model);

        model.Nodes.Reverse();
        model.Tensors.Reverse();
        model.Nodes.Where(node => node.Op == "Add").ToList().ForEach(node => Array.Reverse(node.Inputs));

        Assert.Equal(straight, FirstValues(model));
        Assert.Equal(ExpectedShapes([2, 1, 1, 2], [2, 3, 4, 5]).Keys.Order(), straight.Keys.Order());
        Assert.Equal(0, straight["conv1.weight"]);
        Assert.Equal([1, 2, 3, 4], new[] { "weight", "bias", "running_mean", "running_var" }.Select(name => straight[$"bn1.{name}"]));
    }

    [Fact]
    public void Epsilon_and_dilations_may_be_left_to_their_defaults()
    {
        OnnxModel model = OnnxResNetModel.Create(1, 1, 1, 1);
        model.Nodes.ForEach(node =>
        {
            node.Epsilon = null;
            node.Lists.Remove("dilations");
            node.Lists.Remove("kernel_shape");
        });
        model.Nodes.Single(node => node.Op == "MaxPool").Lists["kernel_shape"] = [3, 3];

        Assert.Equal(FirstValues(OnnxResNetModel.Create(1, 1, 1, 1)), FirstValues(model));
    }

    public static TheoryData<string, string> Changes =>
        new()
        {
            { "other epsilon", "epsilon" },
            { "bias", "without bias" },
            { "groups", "one group" },
            { "stride", "stride 2" },
            { "dilation", "no dilation" },
            { "padding", "padding 1" },
            { "no rectifier", "Relu was expected" },
            { "other operation", "found Sigmoid" },
            { "loose convolution", "no part of a block" },
            { "shared tensor", "of its own" },
            { "twice the same name", "two constant tensors" },
            { "two makers", "two nodes make" },
            { "two inputs", "one input" },
            { "short normalization", "bn1.running_mean should have the shape [2]" },
            { "wrong channels", "layer1.0.conv1.weight should have the shape [channels, 2, 3, 3]" },
            { "foreign sum", "the sum of" },
            { "three stages", "4 stages" },
            { "not a number", "finite number" },
            { "negative variance", "a variance was expected at element 1 of bn1.running_var, found -1" },
            { "double precision", "data type 11" },
        };

    [Theory]
    [MemberData(nameof(Changes))]
    public void What_PyTorch_would_compute_differently_is_an_error(string change, string expected)
    {
        OnnxModel model = OnnxResNetModel.Create(1, 1, 1, 1);
        OnnxModelChanges.Apply(model, change);
        using var file = new TemporaryFile(model.ToBytes());

        var error = Assert.Throws<InvalidDataException>(() => WeightFiles.Read(file.Path));

        Assert.Contains(file.Path, error.Message);
        Assert.Contains(expected, error.Message);
    }

    private static Dictionary<string, float> FirstValues(OnnxModel model)
    {
        using var file = new TemporaryFile(model.ToBytes());
        return WeightFiles.Read(file.Path).ToDictionary(tensor => tensor.Key, tensor => tensor.Value.Values[0]);
    }

    private static Dictionary<string, long[]> ExpectedShapes(int[] blockCounts, long[] channels)
    {
        var shapes = new Dictionary<string, long[]>();
        Add("conv1", "bn1", channels[0], 3, 7);
        long inputs = channels[0];
        for (int stage = 0; stage < blockCounts.Length; stage++)
        {
            for (int block = 0; block < blockCounts[stage]; block++)
            {
                string name = $"layer{stage + 1}.{block}";
                Add($"{name}.conv1", $"{name}.bn1", channels[stage], inputs, 3);
                Add($"{name}.conv2", $"{name}.bn2", channels[stage], channels[stage], 3);
                if (stage > 0 && block == 0)
                {
                    Add($"{name}.downsample.0", $"{name}.downsample.1", channels[stage], inputs, 1);
                }

                inputs = channels[stage];
            }
        }

        return shapes;

        void Add(string convolution, string norm, long outputs, long inputs, long kernel)
        {
            shapes.Add($"{convolution}.weight", [outputs, inputs, kernel, kernel]);
            foreach (string tensor in new[] { "weight", "bias", "running_mean", "running_var" })
            {
                shapes.Add($"{norm}.{tensor}", [outputs]);
            }
        }
    }
}
