using System.Globalization;

namespace Ass.MLNet.Nccl;

/// <summary>Sums over the GPUs of a group's processes, one each, by NCCL.</summary>
/// <remarks>NCCL waits for other processes without end, so whoever waits for it asks meanwhile whether they are still there.</remarks>
internal sealed unsafe class NcclCommunicator
{
    private static readonly TimeSpan LongestAbort = TimeSpan.FromSeconds(5);

    private readonly NcclLibrary _nccl;
    private readonly CudaDriver _cuda;
    private readonly Action<Func<bool>> _wait;
    private readonly nint _context;
    private nint _communicator;

    private NcclCommunicator(NcclLibrary nccl, CudaDriver cuda, int index, Action<Func<bool>> wait)
    {
        (_nccl, _cuda, _wait) = (nccl, cuda, wait);
        _context = cuda.Context(index);
    }

    /// <summary>Joins the processes' GPUs. All processes call it.</summary>
    /// <param name="group">The processes.</param>
    /// <param name="nccl">NCCL; null where it is missing.</param>
    /// <param name="cuda">CUDA's driver; null where it is missing.</param>
    /// <param name="index">This process's GPU.</param>
    /// <param name="wait">Waits until something is done; throws if a process is lost.</param>
    /// <param name="whyNot">Why there is none, the same in all processes.</param>
    /// <returns>Null where a process has no NCCL, or another version of it.</returns>
    /// <exception cref="InvalidOperationException">NCCL or CUDA reports an error, or the sum of known numbers is wrong.</exception>
    public static NcclCommunicator? Open(
        IProcessGroup group,
        NcclLibrary? nccl,
        CudaDriver? cuda,
        int index,
        Action<Func<bool>> wait,
        out string whyNot
    )
    {
        double[] versions = new double[group.Size];
        versions[group.Rank] = nccl is null || cuda is null ? 0 : nccl.Version();
        group.Sum(versions);
        int lacking = Array.IndexOf(versions, 0);
        int other = Array.FindIndex(versions, version => version != versions[0]);
        whyNot =
            lacking >= 0 ? $"process {lacking} has no NCCL (NVIDIA's package libnccl2), or is not to use it"
            : other >= 0 ? $"process {other} has NCCL {Name(versions[other])}, the first one {Name(versions[0])}"
            : "";
        if (whyNot.Length > 0)
        {
            return null;
        }
        var communicator = new NcclCommunicator(nccl!, cuda!, index, wait);
        try
        {
            communicator.Join(group);
            communicator.CheckSum(group);
            return communicator;
        }
        catch
        {
            communicator.Close();
            throw;
        }
    }

    /// <inheritdoc cref="IGpuProcessGroup.SumOnGpu"/>
    public void Sum(nint address, long count)
    {
        void* values = (void*)address;
        _cuda.In(_context, () =>
        {
            try
            {
                int code = _nccl.AllReduce(values, values, (nuint)count, NcclLibrary.Float, NcclLibrary.SumOperation, _communicator, 0);
                _nccl.Check(code, "to add values");
                _wait(IsDone);
            }
            catch
            {
                // What waits for a lost process would hold up everything that the GPU is given after it.
                Close();
                throw;
            }
        });
    }

    /// <summary>Ends what is under way. On one machine NCCL may wait for the others to do the same, of which one may be gone, so that this
    /// does not wait for it for long.</summary>
    public void Close()
    {
        nint communicator = Interlocked.Exchange(ref _communicator, 0);
        if (communicator == 0)
        {
            return;
        }
        var aborting = new Thread(() => _cuda.In(_context, () => _ = _nccl.CommAbort(communicator))) { IsBackground = true };
        aborting.Start();
        aborting.Join(LongestAbort);
    }

    private static string Name(double version)
    {
        int code = (int)version;
        return string.Create(CultureInfo.InvariantCulture, $"{code / 10_000}.{code / 100 % 100}.{code % 100}");
    }

    private bool IsDone()
    {
        int error = 0;
        _nccl.Check(_nccl.CommGetAsyncError(_communicator, &error), "to tell how it is");
        _nccl.Check(error, "while it added values");
        return _cuda.IsIdle();
    }

    /// <summary>The first process makes the place where they meet; each waits there for the others, in a thread that may be left
    /// behind.</summary>
    private void Join(IProcessGroup group)
    {
        NcclId id = default;
        int made = group.Rank == 0 ? _nccl.GetUniqueId(&id) : 0;
        _nccl.Check(made, "to start");
        group.Broadcast(new Span<byte>(id.Bytes, NcclId.Length), from: 0);
        (int rank, int size, var place) = (group.Rank, group.Size, id);
        int code = 0;
        var joining = Task.Factory.StartNew(() => _cuda.In(_context, () =>
                {
                    nint communicator = 0;
                    code = _nccl.CommInitRank(&communicator, size, place, rank);
                    _communicator = communicator;
                }), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _wait(() => joining.IsCompleted);
        joining.GetAwaiter().GetResult();
        _nccl.Check(code, "to bring the processes' GPUs together (each process needs one of its own)");
    }

    /// <summary>Adds up known numbers before any gradient: a library that computes something else would not be noticed later.</summary>
    private void CheckSum(IProcessGroup group)
    {
        const int Count = 1000;
        float[] values = [.. Enumerable.Range(0, Count).Select(i => (float)Known(i))];
        _cuda.In(_context, () =>
        {
            ulong there = 0;
            nuint bytes = Count * sizeof(float);
            _cuda.Check(_cuda.Allocate(&there, bytes), "to allocate memory");
            fixed (float* here = values)
            {
                _cuda.Check(_cuda.CopyToGpu(there, here, bytes), "to copy values to the GPU");
                Sum((nint)there, Count);
                _cuda.Check(_cuda.CopyFromGpu(here, there, bytes), "to copy values from the GPU");
            }
            // Not after an error: that would wait for a sum that does not end.
            _cuda.Check(_cuda.Free(there), "to free memory");
        });
        int wrong = Array.FindIndex([.. values.Select((value, i) => value == Right(i))], isRight => !isRight);
        if (wrong >= 0)
        {
            throw new InvalidOperationException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"NCCL adds wrongly: process {group.Rank} has {values[wrong]:r} where {Right(wrong)} is right; "
                        + $"{NcclLibrary.DoWithout}."
                )
            );
        }

        // Small enough for any number of processes that can be had: sums up to 2^24 are exact, in whatever order.
        int Known(int i) => i % 10 * (group.Rank + 1);
        int Right(int i) => i % 10 * (group.Size * (group.Size + 1) / 2);
    }
}
