using Ass.MLNet.Weights;
using Ass.MLNet.Weights.Tensors;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Files that Debian's PyTorch wrote, and files like those that older ones wrote.</summary>
public class PyTorchFileTests
{
    [Theory]
    [InlineData("plain-zip.pth", "")]
    [InlineData("plain-legacy.pth", "")]
    [InlineData("protocol4-zip.pth", "")]
    [InlineData("checkpoint-zip.pth", "state_dict.module.")]
    [InlineData("checkpoint-legacy.pth", "state_dict.module.")]
    [InlineData("module-zip.pth", "")]
    [InlineData("module-legacy.pth", "")]
    public void Tensors_are_those_that_PyTorch_saved(string name, string prefix)
    {
        Dictionary<string, ReadTensor> tensors = WeightFiles.Read(WeightFiles.Fixture(name));

        Assert.Equal(name.StartsWith("module", StringComparison.Ordinal) ? 7 : 20, tensors.Count);
        Assert.All(tensors, pair =>
        {
            ReadTensor expected = WeightFiles.Expected[pair.Key[prefix.Length..]];
            Assert.Equal(expected.Shape, pair.Value.Shape);
            Assert.Equal(expected.Values, pair.Value.Values);
        });
    }

    [Theory]
    [InlineData("bad-zip.pth")]
    [InlineData("bad-legacy.pth")]
    public void A_file_that_wants_to_run_something_is_read_without_it(string name)
    {
        using WeightFile file = WeightFormats.Open(WeightFiles.Fixture(name));

        Assert.Equal(["extra (posix.system)"], file.ReadOver);
        Assert.Equal(20, file.Tensors.Count);
        Assert.False(File.Exists("/tmp/this-must-never-exist"));
    }

    /// <summary>Python's own pickles, in the protocol that PyTorch writes and in the one of Lightning's newer checkpoints.</summary>
    [Theory]
    [InlineData("objects2-zip.pth", "noise (_codecs.encode)")]
    [InlineData("objects4-zip.pth", "noise (bytes)")]
    public void Settings_and_numbers_of_NumPy_beside_the_weights_are_read_over(string name, string noise)
    {
        using WeightFile file = WeightFormats.Open(WeightFiles.Fixture(name));

        Assert.Equal(["args (argparse.Namespace)", "best (numpy.core.multiarray.scalar)", noise], file.ReadOver);
        Assert.Equal([1, 2, 3, 4], Assert.Single(WeightFiles.Read(file.Path)).Value.Values);
    }

    [SharedDataFact("formats/weights")]
    public void A_genuine_checkpoint_of_the_first_PyTorch_is_read()
    {
        Dictionary<string, ReadTensor> tensors = WeightFiles.Read(
            Path.Combine(SharedData.Find("formats/weights")!, "resnet20-12fca82f.th")
        );

        Assert.Equal([16, 3, 3, 3], tensors["state_dict.module.conv1.weight"].Shape);
        Assert.All(tensors.Keys, key => Assert.StartsWith("state_dict.module.", key));
    }

    /// <summary>PyTorch 0.1 to 0.3 under Python 2: byte texts, dictionaries made from lists, parameters with a state.</summary>
    [Fact]
    public void Reads_what_Python_2_and_the_first_PyTorch_wrote()
    {
        byte[] pickle = PickleWriter.Write(p =>
            p.Global("collections", "OrderedDict")
                .Op("(](](")
                .OldText("conv1.weight")
                .Global("torch.nn.parameter", "Parameter")
                .Op("(")
                .Global("torch._utils", "_rebuild_tensor")
                .Op("((")
                .OldText("storage")
                .Global("torch.cuda", "FloatStorage")
                .OldText("7")
                .OldText("cuda:0")
                .Int(4)
                .Op("NtQ")
                .Int(0)
                .Tuple(2, 2)
                .Tuple(2, 1)
                .Op("tRtR")
                .Op("(")
                .Raw(0x88, 0x89)
                .Global("collections", "OrderedDict")
                .Op("(]tRtb") // requires_grad, volatile, hooks
                .Op("eetR")
        );

        ReadTensor tensor = Assert.Single(WeightFiles.Read(PyTorchFiles.Legacy(pickle, ("7", [1, 2, 3, 4])))).Value;

        Assert.Equal([2, 2], tensor.Shape);
        Assert.Equal([1, 2, 3, 4], tensor.Values);
    }
}
