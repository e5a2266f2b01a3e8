using Microsoft.ML.OnnxRuntime;

namespace Ass.MLNet.Runtime;

/// <summary>ONNX Runtime's log, of which a process has one.</summary>
internal static class OnnxRuntimeLog
{
    private static readonly Lock OneAtATime = new();

    /// <summary>Runs something while ONNX Runtime logs next to nothing.</summary>
    /// <remarks>One at a time: of two, the second would find the level lowered, and leave it so for good.</remarks>
    public static T Silence<T>(Func<T> run)
    {
        var runtime = OrtEnv.Instance();
        lock (OneAtATime)
        {
            var level = runtime.EnvLogLevel;
            try
            {
                runtime.EnvLogLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;
                return run();
            }
            finally
            {
                runtime.EnvLogLevel = level;
            }
        }
    }
}
