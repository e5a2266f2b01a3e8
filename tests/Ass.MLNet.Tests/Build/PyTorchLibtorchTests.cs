using Ass.MLNet.GpuBenchmark;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class PyTorchLibtorchTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "__version__ = '2.10.0+cu128'\ndebug = False\n")]
    [InlineData("/torch", "from typing import Optional\n\n__version__: str = \"2.10.1+cu130\"\ncuda = '13.0'\n")]
    [InlineData("/torch/lib", "__version__ = '2.10.0'\n")]
    public void The_right_version_is_found_from_any_of_its_folders(string given, string module)
    {
        Install(module, "libtorch.so", "libtorch_cuda.so");
        var found = PyTorchLibtorch.Find(_folder.Root + given, "no python", withCuda: true);
        Assert.Equal(_folder.At("torch/lib"), found.Folder);
        Assert.StartsWith("2.10.", found.Version);
    }

    [Theory]
    [InlineData("2.9.1+cu128")]
    [InlineData("2.11.0")]
    [InlineData("2.1.0")]
    [InlineData("1.13.0a0")]
    public void Another_version_is_refused_in_a_sentence(string version)
    {
        Install($"__version__ = '{version}'", "libtorch.so", "libtorch_cuda.so");
        string message = Refusal();
        Assert.Contains($"has version {version}, but LibTorchSharp is built for 2.10", message);
    }

    [Fact]
    public void Another_version_is_right_where_LibTorchSharp_is_built_for_it()
    {
        Install("__version__ = '2.11.0+cu130'", "libtorch.so", "libtorch_cuda.so");
        Assert.Equal("2.11.0+cu130", PyTorchLibtorch.Find(_folder.Root, "no python", withCuda: true, builtFor: "2.11").Version);
    }

    [Fact]
    public void A_build_without_CUDA_is_refused_where_CUDA_is_wanted()
    {
        Install("__version__ = '2.10.0+cpu'", "libtorch.so");
        Assert.Contains("has no libtorch_cuda.so", Refusal());
        Assert.Equal("2.10.0+cpu", PyTorchLibtorch.Find(_folder.Root, "no python", withCuda: false).Version);
    }

    [Fact]
    public void What_is_missing_is_said()
    {
        Assert.Contains("There is no libtorch.so in", Refusal());
        Install("debug = False", "libtorch.so", "libtorch_cuda.so");
        Assert.Contains("there is no version.py that tells", Refusal());
        Assert.Contains(
            "'no python' cannot be run",
            Assert.Throws<InvalidOperationException>(() => PyTorchLibtorch.Find(null, "no python", true)).Message
        );
    }

    private string Refusal() =>
        Assert.Throws<InvalidOperationException>(() => PyTorchLibtorch.Find(_folder.Root, "no python", withCuda: true)).Message;

    private void Install(string module, params string[] libraries)
    {
        Directory.CreateDirectory(_folder.At("torch/lib"));
        File.WriteAllText(_folder.At("torch/version.py"), module);
        foreach (string library in libraries)
        {
            File.WriteAllBytes(_folder.At($"torch/lib/{library}"), []);
        }
    }
}
