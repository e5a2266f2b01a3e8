using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Files that Debian's PyTorch wrote, and files like those that older ones wrote.</summary>
public class PyTorchFileTests
{
    [Theory]
    [InlineData("plain-zip.pth", "")]
    [InlineData("plain-legacy.pth", "")]
    [InlineData("protocol4-zip.pth", "")]
    [InlineData("checkpoint-zip.pth", "module.")]
    [InlineData("checkpoint-legacy.pth", "module.")]
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
    public void A_file_that_wants_to_run_something_is_refused_by_name(string name)
    {
        var error = Assert.Throws<InvalidDataException>(() => WeightFile.Open(WeightFiles.Fixture(name)));

        Assert.Contains(name, error.Message);
        Assert.Contains("asks for 'posix.system', which is not a tensor", error.Message);
        Assert.Contains("torch.save(model.state_dict(), path)", error.Message);
    }

    /// <summary>PyTorch 0.1 to 0.3 under Python 2: byte texts, dictionaries made from lists, parameters with a state.</summary>
    [Fact]
    public void Reads_what_Python_2_and_the_first_PyTorch_wrote()
    {
        byte[] pickle = PickleWriter.Write(p => p
            .Global("collections", "OrderedDict").Op("(](](").OldText("conv1.weight")
            .Global("torch.nn.parameter", "Parameter").Op("(").Global("torch._utils", "_rebuild_tensor")
            .Op("((").OldText("storage").Global("torch.cuda", "FloatStorage").OldText("7").OldText("cuda:0").Int(4).Op("NtQ")
            .Int(0).Tuple(2, 2).Tuple(2, 1).Op("tRtR")
            .Op("(").Raw(0x88, 0x89).Global("collections", "OrderedDict").Op("(]tRtb") // requires_grad, volatile, hooks
            .Op("eetR"));

        ReadTensor tensor = Assert.Single(WeightFiles.Read(PyTorchFiles.Legacy(pickle, ("7", [1, 2, 3, 4])))).Value;

        Assert.Equal([2, 2], tensor.Shape);
        Assert.Equal([1, 2, 3, 4], tensor.Values);
    }
}
