using Ass.MLNet.Networks;
using Ass.MLNet.Sampling;
using Ass.MLNet.Tests;
using Ass.MLNet.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.GpuBenchmark;

/// <summary>Full steps of ASS with default weights and rates, on three fixed batches that come as bytes each time.</summary>
internal sealed class StepWork : IWork
{
    /// <summary>Share of the learning rates: hundreds of steps on one batch are to stay calm.</summary>
    private const double Decay = 0.01;

    private readonly TrainingModules _modules;
    private readonly TrainingStep _step;
    private readonly Batch _source;
    private readonly Batch _target;
    private readonly Batch _unlabeled;
    private StepRecord? _last;

    public StepWork(BenchmarkCase chosen, (int Width, int Height) size, Device device)
    {
        var options = BenchmarkNetwork.Options(chosen);
        using var generator = new Generator(1);
        var network = BenchmarkNetwork.Create(chosen, device);
        network.train();
        _modules = new TrainingModules(network, options, generator, device);
        DeterministicNumbers.Fill(_modules.GlobalDiscriminator!, "global.");
        DeterministicNumbers.Fill(_modules.SemanticDiscriminator!, "semantic.");
        _step = new TrainingStep(_modules, options, InputNormalization.TorchVision, device);
        (_source, _target, _unlabeled) = (Batch("source", true), Batch("target", true), Batch("unlabelled", false));

        Batch Batch(string stream, bool labeled) =>
            Ass.MLNet.Sampling.Batch.Create(
                [
                    .. Enumerable
                        .Range(0, chosen.Batch)
                        .Select(i => new Sample(
                            DeterministicNumbers.Picture($"{stream}.{i}", size.Height, size.Width),
                            labeled ? DeterministicNumbers.Labels($"{stream}.{i}", size.Height, size.Width, BenchmarkCase.Classes) : null
                        )),
                ],
                new byte[3]
            );
    }

    public void RunOnce() => _last = _step.Run(_source, _target, _unlabeled, Decay);

    public IReadOnlyDictionary<string, double> Losses() =>
        _last!.Measures.Where(m => m.IsLoss).ToDictionary(m => m.Name, m => (double)m.Value);

    public void Dispose()
    {
        _modules.Dispose();
        _modules.Network.Dispose();
    }
}
