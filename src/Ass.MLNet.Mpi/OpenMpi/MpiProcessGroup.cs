using System.Diagnostics;
using System.Runtime.InteropServices;
using Ass.MLNet.OpenMpi;

namespace Ass.MLNet;

/// <summary>The processes that <c>mpirun</c>, or Slurm's <c>srun</c>, has started together, over Open MPI.</summary>
/// <remarks>
/// <code>
/// using var group = MpiProcessGroup.Join();
/// options.Distributed = group;
/// options.GpuDeviceId = group.LocalRank;      // where there are GPUs
/// </code>
/// <para>Needs Open MPI 3 or later on Linux (Debian: <c>openmpi-bin</c> and <c>libopenmpi3</c>). Values go through the machine's memory,
/// also those of a GPU. One group in a process, and one call at a time.</para>
/// <para>If a process throws, is killed or stops answering, all others throw within the time limit and leave.</para>
/// </remarks>
public sealed unsafe class MpiProcessGroup : IProcessGroup, IDisposable
{
    /// <summary>How long the processes of a failed training wait for the first one to save what there is.</summary>
    private static readonly TimeSpan LastWork = TimeSpan.FromMinutes(1);

    // Messages of more values would need another interface of MPI.
    private const int MostValues = 1 << 28;

    private readonly MpiLibrary _mpi;
    private readonly Messenger _messenger;
    private readonly TimeSpan _timeout;
    private bool _isLost;
    private bool _isDisposed;

    private MpiProcessGroup(MpiLibrary mpi, TimeSpan timeout)
    {
        (_mpi, _timeout) = (mpi, timeout);
        (int rank, int size) = (0, 0);
        mpi.Check(mpi.CommSetErrorHandler(mpi.World, mpi.ErrorsReturn), "to start");
        mpi.Check(mpi.CommRank(mpi.World, &rank), "to number the processes");
        mpi.Check(mpi.CommSize(mpi.World, &size), "to count the processes");
        (Rank, Size) = (rank, size);
        nint machine,
            control;
        mpi.Check(mpi.CommSplitType(mpi.World, MpiLibrary.SharedMemory, rank, mpi.NoInfo, &machine), "to find this machine's processes");
        int local = 0;
        mpi.Check(mpi.CommRank(machine, &local), "to number this machine's processes");
        LocalRank = local;
        mpi.Check(mpi.CommDup(mpi.World, &control), "to open a channel for messages");
        _messenger = new Messenger(mpi, control, rank, size);
    }

    /// <inheritdoc/>
    public int Rank { get; }

    /// <inheritdoc/>
    public int Size { get; }

    /// <inheritdoc/>
    public int LocalRank { get; }

    /// <summary>Joins the processes that were started together. Waits until all have.</summary>
    /// <param name="timeout">How long to wait for the others in one call before they count as lost: longer than a checkpoint takes to write
    /// and than one process may be slower than another in reading all labels. Null means ten minutes.</param>
    /// <exception cref="InvalidOperationException">Open MPI is missing or is another MPI, or this process was not started by
    /// <c>mpirun</c> or <c>srun</c>.</exception>
    public static MpiProcessGroup Join(TimeSpan? timeout = null)
    {
        if (timeout is { } limit)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero, nameof(timeout));
        }
        var mpi = new MpiLibrary();
        Launch.Check();
        int isInitialized = 0;
        mpi.Check(mpi.Initialized(&isInitialized), "to start");
        if (isInitialized != 0)
        {
            throw new InvalidOperationException(
                "This process has joined a group before, or has started MPI by other means; it can do so once."
            );
        }
        int provided = 0;
        mpi.Check(mpi.InitThread(null, null, MpiLibrary.ThreadSerialized, &provided), "to start");
        if (provided < MpiLibrary.ThreadSerialized)
        {
            throw new InvalidOperationException(
                $"This Open MPI was built without support for threads (it gives level {provided}, {MpiLibrary.ThreadSerialized} is needed)."
            );
        }
        var group = new MpiProcessGroup(mpi, timeout ?? TimeSpan.FromMinutes(10));
        Launch.CheckSize(group.Size);

        // Nothing is disposed after an exception that nobody catches.
        AppDomain.CurrentDomain.UnhandledException += (_, _) =>
        {
            if (group.Rank > 0 && !group._isDisposed)
            {
                group.Fail("it ended with an exception.");
                LetTheFirstSave();
            }
        };
        return group;
    }

    /// <inheritdoc/>
    public void Sum(Span<float> values) => Sum(values, _mpi.Float);

    /// <inheritdoc/>
    public void Sum(Span<double> values) => Sum(values, _mpi.Double);

    /// <inheritdoc/>
    public void Broadcast(Span<byte> bytes, int from)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(from, Size);
        RequireWhole();
        fixed (byte* start = bytes)
        {
            for (long at = 0; at < bytes.Length; at += MostValues)
            {
                nint request = 0;
                int count = (int)Math.Min(MostValues, bytes.Length - at);
                _mpi.Check(_mpi.Ibcast(start + at, count, _mpi.Byte, from, _mpi.World, &request), "to send values to all");
                Wait(request);
            }
        }
    }

    /// <inheritdoc/>
    public void Fail(string reason)
    {
        if (!_isLost && !_isDisposed)
        {
            _isLost = true;
            _messenger.SendFailure(reason);
        }
    }

    /// <summary>Leaves the group. After a failure, all processes but the first wait up to a minute, so that the first one can save what
    /// there is before the launcher ends them.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }
        _isDisposed = true;
        if (!_isLost)
        {
            _messenger.SendFarewell();
            try
            {
                nint request = 0;
                _mpi.Check(_mpi.Ibarrier(_messenger.Channel, &request), "to leave");

                // The first process may have a long evaluation to do.
                Wait(request, isLeaving: true);
            }
            catch (InvalidOperationException)
            {
                // Who is lost has been told by whoever waited for it. The group cannot be closed in good order.
                _isLost = true;
            }
        }
        if (!_isLost)
        {
            _mpi.Check(_mpi.Finish(), "to end");
        }
        else if (Rank > 0)
        {
            LetTheFirstSave();
        }
    }

    /// <summary>Waits without calling the library, until the launcher asks this process to end: it does when the first one has.</summary>
    private static void LetTheFirstSave()
    {
        using var asked = new ManualResetEventSlim();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => asked.Set());
        asked.Wait(LastWork);
    }

    private void Sum<T>(Span<T> values, nint type)
        where T : unmanaged
    {
        RequireWhole();
        fixed (T* start = values)
        {
            for (long at = 0; at < values.Length; at += MostValues)
            {
                nint request = 0;
                int count = (int)Math.Min(MostValues, values.Length - at);
                int code = _mpi.Iallreduce(MpiLibrary.InPlace, start + at, count, type, _mpi.SumOperation, _mpi.World, &request);
                _mpi.Check(code, "to add values");
                Wait(request);
            }
        }
    }

    /// <summary>Waits until all processes have made the same call.</summary>
    /// <param name="request">The call.</param>
    /// <param name="isLeaving">Whether it is the last one: then there is no time limit, and it is in order that others leave.</param>
    /// <exception cref="InvalidOperationException">One of them is lost.</exception>
    private void Wait(nint request, bool isLeaving = false)
    {
        _messenger.Begin();
        var waited = Stopwatch.StartNew();
        int isDone = 0;
        MpiStatus status;
        try
        {
            while (true)
            {
                _mpi.Check(_mpi.Test(&request, &isDone, &status), "to wait for the others");
                if (isDone != 0)
                {
                    return;
                }
                _messenger.Look(waited.Elapsed, isLeaving ? null : _timeout);
                Idle(waited.Elapsed);
            }
        }
        catch (Exception e)
        {
            // The message leaves while the buffers of the call are still in place: the library may yet write into them.
            _isLost = true;
            if (!_messenger.HasHeardOfFailure)
            {
                _messenger.SendFailure(e.Message);
            }
            throw;
        }
    }

    private void RequireWhole()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_isLost)
        {
            throw new InvalidOperationException("The group is lost: a process has failed before.");
        }
    }

    /// <summary>Messages move only while somebody asks for them, so short waits ask all the time; long ones leave the core to
    /// others.</summary>
    private static void Idle(TimeSpan waited)
    {
        if (waited.TotalMilliseconds > 200)
        {
            Thread.Sleep(1);
        }
        else if (waited.TotalMilliseconds > 0.05)
        {
            Thread.Yield();
        }
    }
}
