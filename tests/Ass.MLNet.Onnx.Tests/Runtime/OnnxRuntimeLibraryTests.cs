using System.Runtime.InteropServices;
using Ass.MLNet.Runtime;
using Microsoft.ML.OnnxRuntime;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Which native libraries of ONNX Runtime are taken.</summary>
public sealed class OnnxRuntimeLibraryTests
{
    [Fact]
    public void The_library_beside_the_managed_half_says_its_version_and_is_new_enough()
    {
        nint library = NativeLibrary.Load("onnxruntime", typeof(InferenceSession).Assembly, searchPath: null);
        string? version = OnnxRuntimeLibrary.VersionOf(library);

        Assert.StartsWith($"{OnnxRuntimeLibrary.LeastVersion}.", version, StringComparison.Ordinal);
        OnnxRuntimeLibrary.RequireVersion(version);
    }

    [Theory]
    [InlineData("1.24.4")]
    [InlineData("1.9")]
    [InlineData("1.22.0-dev")]
    public void An_older_one_is_an_error_that_says_what_to_reference(string version)
    {
        var error = Assert.Throws<InvalidOperationException>(() => OnnxRuntimeLibrary.RequireVersion(version));
        Assert.Contains($"of version {version}, and {OnnxRuntimeLibrary.LeastVersion} or later is needed", error.Message);
        Assert.Contains("Microsoft.ML.OnnxRuntime.Gpu", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.0.0")]
    [InlineData("someone's own")]
    [InlineData(null)]
    public void A_later_one_or_one_that_does_not_say_is_taken(string? version) => OnnxRuntimeLibrary.RequireVersion(version);

    [Fact]
    public void A_library_of_another_kind_says_no_version() =>
        Assert.Null(OnnxRuntimeLibrary.VersionOf(NativeLibrary.GetMainProgramHandle()));
}
