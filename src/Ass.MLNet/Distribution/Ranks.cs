using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Distribution;

/// <summary>The processes that share a training, as training sees them; most often it is alone, and then nothing here costs
/// anything.</summary>
/// <remarks>
/// With R processes and batches of B, a step has R · B images of each stream. Process r has those numbered from (R · step + r) · B, so that
/// R processes see in a step what one process with batches of R · B sees. Each process computes mean losses of its own images, weighted so
/// that their mean over the processes is that of all images (<see cref="Mean"/>); gradients and measures are then averaged
/// (<see cref="Average(Tensor)"/>), and every process makes the same step.
/// </remarks>
internal sealed class Ranks
{
    // A sum may be NaN: the gradient norm of a step whose losses were sound.
    private static readonly JsonSerializerOptions WithNaN = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>The largest difference, as a share of the largest value, that passes for rounding.</summary>
    private const double LargestDrift = 1e-3;

    private static readonly ConcurrentDictionary<object, bool> Training = new(ReferenceEqualityComparer.Instance);

    private readonly IProcessGroup? _group;
    private IGpuProcessGroup? _gpus;

    private Ranks(IProcessGroup? group) => _group = group is { Size: > 1 } ? group : null;

    /// <summary>One process.</summary>
    public static Ranks Alone { get; } = new(null);

    public static Ranks Of(IProcessGroup? group) => group is null ? Alone : new Ranks(group);

    /// <summary>Takes the group for one training, until it is disposed: the calls of two would meet each other's.</summary>
    /// <exception cref="InvalidOperationException">Another training has it.</exception>
    public IDisposable? BeginTraining()
    {
        if (_group is not { } group)
        {
            return null;
        }
        return Training.TryAdd(group, true)
            ? new End(() => Training.TryRemove(group, out _))
            : throw new InvalidOperationException(
                "Another training is under way with this group of processes, which can do one at a time."
            );
    }

    /// <summary>Number of processes.</summary>
    public int Count => _group?.Size ?? 1;

    public int Rank => _group?.Rank ?? 0;

    public bool AreMany => _group is not null;

    /// <summary>Whether this is the process that writes and reports.</summary>
    public bool IsFirst => Rank == 0;

    /// <summary>Lets values in a GPU's memory be added up there, if the group can.</summary>
    /// <param name="device">This process's; all processes' are GPUs, or none is.</param>
    /// <returns>How values of GPUs are added up, for the log; null where there are none.</returns>
    public string? OpenGpu(Device device)
    {
        if (_group is null || device.type != DeviceType.CUDA)
        {
            return null;
        }
        var able = _group as IGpuProcessGroup;
        string? whyNot = able is null ? "the group cannot add up values of GPUs" : able.OpenGpu(device.index);
        _gpus = whyNot is null ? able : null;
        return whyNot is null ? "Gradients are added up between the GPUs." : $"Gradients go through the machine's memory: {whyNot}.";
    }

    /// <summary>The number in the whole training of the first image that this process has in a step.</summary>
    /// <param name="step">Number of steps before.</param>
    /// <param name="batchSize">Images of each stream in this process's step.</param>
    public long FirstImage(long step, int batchSize) => (step * Count + Rank) * batchSize;

    /// <summary>The means over the processes.</summary>
    public double[] Mean(params double[] values)
    {
        if (_group is null)
        {
            return values;
        }
        double[] sums = Sum(values);
        return Array.ConvertAll(sums, sum => sum / Count);
    }

    /// <summary>The sums over the processes. Whole numbers up to 2⁵³ are exact.</summary>
    public double[] Sum(params double[] values)
    {
        if (_group is null)
        {
            return values;
        }
        double[] sums = [.. values];
        _group.Sum(sums);
        return sums;
    }

    /// <summary>Replaces counts by their sums over the processes; exact up to 2⁵³.</summary>
    public void SumInPlace(Span<long> counts)
    {
        if (_group is null)
        {
            return;
        }
        double[] sums = new double[counts.Length];
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = counts[i];
        }
        _group.Sum(sums);
        for (int i = 0; i < sums.Length; i++)
        {
            counts[i] = (long)sums[i];
        }
    }

    /// <summary>Whether something holds in at least one process.</summary>
    public bool Any(bool here) => _group is null ? here : Sum(here ? 1 : 0)[0] > 0;

    /// <summary>Whether all processes know that one of them was asked to stop.</summary>
    public bool HaveStopped { get; private set; }

    /// <summary>Whether one of the processes was asked to stop; from then on, all know.</summary>
    public bool Stop(bool isAsked) => HaveStopped = Any(isAsked);

    /// <summary>Replaces values by their mean over the processes.</summary>
    /// <param name="values">32-bit floats, contiguous.</param>
    public void Average(Tensor values)
    {
        if (_group is null)
        {
            return;
        }
        using var _ = no_grad();
        SumInPlace(values);
        using var share = (1.0 / Count).ToScalar();
        values.mul_(share);
    }

    /// <summary>Replaces each of several small tensors by its mean over the processes, in one exchange.</summary>
    /// <param name="tensors">32-bit floats.</param>
    public void Average(IEnumerable<Tensor> tensors)
    {
        if (_group is null)
        {
            return;
        }
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        Tensor[] all = [.. tensors.Where(tensor => tensor.dtype == ScalarType.Float32)];
        var together = cat([.. all.Select(tensor => tensor.flatten())]);
        Average(together);
        foreach (var (tensor, mean) in all.Zip(together.split([.. all.Select(tensor => tensor.numel())])))
        {
            tensor.copy_(mean.view(tensor.shape));
        }
    }

    /// <summary>Replaces values by their sums over the processes.</summary>
    /// <param name="values">32-bit floats, contiguous.</param>
    public void SumInPlace(Tensor values)
    {
        if (_group is null)
        {
            return;
        }
        if (values.device.type == DeviceType.CPU)
        {
            _group.Sum(MemoryMarshal.Cast<byte, float>(values.bytes));
            return;
        }
        if (_gpus is not null)
        {
            if (values.dtype != ScalarType.Float32 || !values.is_contiguous())
            {
                throw new ArgumentException("Values must be 32-bit floats, one after another.", nameof(values));
            }
            _gpus.SumOnGpu(TensorAddress.Of(values), values.numel());
            return;
        }
        using var onCpu = values.cpu();
        _group.Sum(MemoryMarshal.Cast<byte, float>(onCpu.bytes));
        values.copy_(onCpu);
    }

    /// <summary>Gives all processes the first one's tensors.</summary>
    /// <param name="tensors">The same names and shapes in all processes; written to in place.</param>
    public void TakeFromFirst(IReadOnlyDictionary<string, Tensor> tensors)
    {
        if (_group is null)
        {
            return;
        }
        using var _ = no_grad();
        foreach (var (_, tensor) in tensors.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            TakeFromFirst(tensor);
        }
    }

    private void TakeFromFirst(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var values = tensor.cpu().contiguous();
        _group!.Broadcast(values.bytes, from: 0);
        if (!IsFirst)
        {
            tensor.copy_(values);
        }
    }

    /// <summary>Makes sure that all processes have the same tensors. Differences in rounding, of different processors, are removed: all
    /// take the first one's.</summary>
    /// <param name="tensors">The same names and shapes in all processes; written to in place.</param>
    /// <param name="when">For the error, such as <c>after step 500</c>.</param>
    /// <exception cref="InvalidOperationException">This process's differ by more than rounding.</exception>
    public void KeepAlike(IReadOnlyDictionary<string, Tensor> tensors, string when)
    {
        if (_group is null)
        {
            return;
        }
        using var _ = no_grad();
        ulong hash = Hash(tensors);
        if (!Any(From(0, hash) != hash))
        {
            return;
        }
        foreach (var (name, tensor) in tensors.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            using var scope = NewDisposeScope();
            var before = tensor.detach().cpu().to(ScalarType.Float64, copy: true);
            TakeFromFirst(tensor);
            var now = tensor.detach().cpu().to(ScalarType.Float64);
            double largest = now.abs().max().item<double>();
            double difference = now.sub(before).abs().max().item<double>();
            if (!(difference <= LargestDrift * largest))
            {
                throw new InvalidOperationException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{when} '{name}' is another one in process {Rank} than in the first: by {difference:g3}, where the largest "
                            + $"value is {largest:g3}. All processes must see the same options, data and library."
                    )
                );
            }
        }
    }

    /// <summary>Gives all processes the first one's value, as JSON.</summary>
    public T FromFirst<T>(T value) => From(0, value);

    /// <summary>Gives all processes the value of one of them, as JSON.</summary>
    public T From<T>(int rank, T value)
    {
        if (_group is null)
        {
            return value;
        }
        byte[] own = rank == Rank ? JsonSerializer.SerializeToUtf8Bytes(value, WithNaN) : [];
        byte[] bytes = new byte[(int)Sum(own.Length)[0]];
        own.CopyTo(bytes, 0);
        _group.Broadcast(bytes, rank);
        return rank == Rank ? value : JsonSerializer.Deserialize<T>(bytes, WithNaN)!;
    }

    private static ulong Hash(IReadOnlyDictionary<string, Tensor> tensors)
    {
        var hash = new XxHash3();
        foreach (var (_, tensor) in tensors.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            using var scope = NewDisposeScope();
            hash.Append(tensor.detach().cpu().contiguous().bytes);
        }
        return hash.GetCurrentHashAsUInt64();
    }

    /// <summary>Tells the others of an error here, so that they do not wait; not of a stop, of which they know. Use it as
    /// an exception filter: it catches nothing.</summary>
    /// <returns>False.</returns>
    public bool Tell(Exception error)
    {
        if (!(HaveStopped && error is OperationCanceledException))
        {
            _group?.Fail(error.Message);
        }
        return false;
    }

    private sealed class End(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
