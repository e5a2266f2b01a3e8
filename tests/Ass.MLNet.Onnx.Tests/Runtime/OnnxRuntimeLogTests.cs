using Ass.MLNet.Runtime;
using Microsoft.ML.OnnxRuntime;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>That ONNX Runtime's log is silent no longer than it should be.</summary>
public sealed class OnnxRuntimeLogTests
{
    [Fact]
    public async Task Of_two_that_silence_the_log_at_once_none_leaves_it_silent()
    {
        var before = OrtEnv.Instance().EnvLogLevel;
        Assert.NotEqual(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, before);
        using ManualResetEventSlim first = new(),
            second = new(),
            firstLeft = new();
        var one = Task.Run(() =>
        {
            OnnxRuntimeLog.Silence(() =>
            {
                first.Set();

                // Comes in vain where one waits for the other.
                return second.Wait(TimeSpan.FromMilliseconds(100));
            });
            firstLeft.Set();
        });
        first.Wait();
        await Task.Run(() =>
            OnnxRuntimeLog.Silence(() =>
            {
                second.Set();
                Assert.Equal(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, OrtEnv.Instance().EnvLogLevel);
                return firstLeft.Wait(TimeSpan.FromSeconds(10));
            })
        );
        await one;

        Assert.Equal(before, OrtEnv.Instance().EnvLogLevel);
    }
}
