using Microsoft.ML.Runtime;

namespace Ass.MLNet.Transforms;

/// <summary>Training's entry in ML.NET's progress reports: steps done out of all steps.</summary>
internal sealed class TrainingProgressChannel : IDisposable
{
    private readonly IProgressChannel _channel;
    private volatile int _done;

    public TrainingProgressChannel(IHost host, int iterations)
    {
        _channel = host.StartProgressChannel("Training");

        // ML.NET polls from a thread of its own.
        _channel.SetHeader(new ProgressHeader(["steps"]), entry => entry.SetProgress(0, _done, iterations));
    }

    public void Report(int stepsDone) => _done = stepsDone;

    public void Dispose() => _channel.Dispose();
}
