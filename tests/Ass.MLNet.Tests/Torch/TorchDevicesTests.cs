using Ass.MLNet.Torch;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using TorchSharp;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class TorchDevicesTests
{
    [Fact]
    public void CpuUnlessAskedOtherwise() => Assert.Equal(DeviceType.CPU, TorchDevices.Resolve(new MLContext(), null, null).type);

    [NoGpuFact]
    public void MissingGpuIsAnErrorThatNamesWhatIsMissing()
    {
        var error = Assert.Throws<InvalidOperationException>(() => TorchDevices.Resolve(new MLContext(), 1, fallbackToCpu: false));
        Assert.Contains("GPU 1 was asked for", error.Message, StringComparison.Ordinal);
        Assert.Contains("TorchSharp-cuda-", error.Message, StringComparison.Ordinal);
    }

    [NoGpuFact]
    public void ContextDecidesWhereTheOptionIsSilent()
    {
        var ml = new MLContext { GpuDeviceId = 2, FallbackToCpu = false };
        IHostEnvironment component = ((IHostEnvironment)ml).Register("component");
        var error = Assert.Throws<InvalidOperationException>(() => TorchDevices.Resolve(component, null, null));
        Assert.Contains("GPU 2", error.Message, StringComparison.Ordinal);
        Assert.Equal(DeviceType.CPU, TorchDevices.Resolve(component, null, fallbackToCpu: true).type);
    }

    [NoGpuFact]
    public void FallbackIsAWarning()
    {
        var ml = new MLContext { GpuDeviceId = 0, FallbackToCpu = true };
        var messages = new List<string>();
        ml.Log += (_, e) => messages.Add($"{e.Kind}: {e.RawMessage}");
        Assert.Equal(DeviceType.CPU, TorchDevices.Resolve(ml, null, null).type);
        Assert.Contains(messages, m =>
            m.StartsWith("Warning: GPU 0 was asked for", StringComparison.Ordinal) && m.EndsWith("Using the CPU.", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void NegativeIndexIsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TorchDevices.Resolve(new MLContext(), -1, null));
}
