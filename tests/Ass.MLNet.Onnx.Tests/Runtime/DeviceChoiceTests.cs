using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>What computes, on a machine with ONNX Runtime for CPUs alone.</summary>
public sealed class DeviceChoiceTests
{
    [Theory]
    [InlineData(OnnxExecutionProvider.Cuda, null, null, "GPU 0 was asked for, but the application's ONNX Runtime has no Cuda")]
    [InlineData(OnnxExecutionProvider.DirectML, 2, null, "Microsoft.ML.OnnxRuntime.DirectML")]
    [InlineData(OnnxExecutionProvider.Auto, 1, null, "GPU 1 was asked for")]
    [InlineData(OnnxExecutionProvider.Auto, null, 3, "GPU 3 was asked for")]
    public void A_GPU_that_cannot_be_used_is_an_error_that_names_the_package(
        OnnxExecutionProvider provider,
        int? index,
        int? ofContext,
        string said
    )
    {
        var ml = new MLContext { GpuDeviceId = ofContext, FallbackToCpu = false };
        var options = new OnnxRuntimeOptions { Provider = provider, GpuDeviceId = index };
        using var torch = TestModel.Create(new MLContext());
        var error = Assert.Throws<InvalidOperationException>(() => torch.ToOnnx(ml, options));

        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Contains("add the package Microsoft.ML.OnnxRuntime.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Where_that_is_allowed_the_CPU_computes_after_a_warning(bool byContext)
    {
        var ml = new MLContext { GpuDeviceId = 0, FallbackToCpu = byContext };
        List<string> log = [];
        ml.Log += (_, entry) => log.Add(entry.Message);
        using var torch = TestModel.Create(new MLContext());
        using var onnx = torch.ToOnnx(ml, new OnnxRuntimeOptions { FallbackToCpu = byContext ? null : true });
        using var image = TestModel.Picture(1);

        Assert.Equal(torch.Segment(image).ClassIds, onnx.Segment(image).ClassIds);
        Assert.Contains(log, line => line.Contains("GPU 0 was asked for", StringComparison.Ordinal));
    }

    [Fact]
    public void The_CPU_can_be_asked_for_whatever_the_context_says()
    {
        using var torch = TestModel.Create(new MLContext());
        var ml = new MLContext { GpuDeviceId = 0, FallbackToCpu = false };
        torch.ToOnnx(ml, new OnnxRuntimeOptions { Provider = OnnxExecutionProvider.Cpu }).Dispose();
    }

    [Theory]
    [InlineData(7, null, null, "OnnxRuntimeOptions.Provider must be Auto or Cpu")]
    [InlineData(0, -1, null, "OnnxRuntimeOptions.GpuDeviceId must be at least 0")]
    [InlineData(0, null, 0, "OnnxRuntimeOptions.Threads must be at least 1")]
    public void Options_out_of_range_are_named(int provider, int? gpu, int? threads, string said)
    {
        var options = new OnnxRuntimeOptions
        {
            Provider = (OnnxExecutionProvider)provider,
            GpuDeviceId = gpu,
            Threads = threads,
        };
        using var torch = TestModel.Create(new MLContext());
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => torch.ToOnnx(new MLContext(), options));
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }
}
