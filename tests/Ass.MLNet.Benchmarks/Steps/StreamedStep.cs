using System.Diagnostics;
using Ass.MLNet.Networks;
using Ass.MLNet.Sampling;
using Ass.MLNet.Training;
using Microsoft.ML;

namespace Ass.MLNet.Benchmarks;

/// <summary>Steps on batches that come from disk while the steps run, as in training.</summary>
internal sealed class StreamedStep : IWork
{
    private const int StepsOfARun = 4;

    // So many batches of each stream are decoded before the first step.
    private const int DecodedAhead = 2;

    private readonly OurStep _step;
    private readonly TrainingStreams _streams;

    /// <param name="setting">What is trained; images are resized to its size.</param>
    /// <param name="data">Rows of both domains.</param>
    /// <param name="change">Changes the options of a training; null to leave them.</param>
    public StreamedStep(StepSetting setting, IDataView data, Action<AssSegmentationOptions>? change = null)
    {
        _step = new OurStep(setting);
        _streams = OpenStreams(setting, data, change);
    }

    public static TrainingStreams OpenStreams(StepSetting setting, IDataView data, Action<AssSegmentationOptions>? change = null)
    {
        var options = OurStep.Options(setting);

        // The few files of a benchmark would all be kept in memory; a real set is decoded.
        options.Computing.DecodedCacheMegabytes = 0;
        change?.Invoke(options);
        options.SourceSize = options.TargetSize = new ImageSize(setting.Width, setting.Height);
        var columns = new SamplingColumns(data.Schema["Image"], data.Schema["Label"], data.Schema["Domain"], setting.ClassCount);
        return new TrainingStreams(options, data, columns, InputNormalization.Default.Padding, OurStep.Seed);
    }

    /// <summary>Makes a few steps: what is decoded ahead before the first counts little.</summary>
    public void Run()
    {
        for (int i = 0; i < StepsOfARun; i++)
        {
            RunOne();
        }
    }

    /// <summary>Makes steps one after the other; first as many, not counted, as use up what was decoded ahead.</summary>
    /// <returns>Milliseconds of each step with its waiting, and of the waiting alone.</returns>
    public (double Step, double Waiting)[] Run(int steps) =>
        [.. Enumerable.Range(0, steps + DecodedAhead).Select(_ => RunOne()).Skip(DecodedAhead)];

    /// <summary>Milliseconds of steps on batches that lie ready.</summary>
    public double[] RunReady(int steps) => [.. Enumerable.Range(0, steps).Select(_ => Milliseconds(_step.Run))];

    public void Dispose()
    {
        _streams.Dispose();
        _step.Dispose();
    }

    private (double Step, double Waiting) RunOne()
    {
        StepBatches batches = default;
        double waiting = Milliseconds(() => batches = _streams.Next());
        return (waiting + Milliseconds(() => _step.Run(batches)), waiting);
    }

    private static double Milliseconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
