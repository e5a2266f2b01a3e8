using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Ass.MLNet.Nccl;
using Ass.MLNet.OpenMpi;

namespace Ass.MLNet;

/// <summary>The processes that <c>mpirun</c>, or Slurm's <c>srun</c>, has started together, over Open MPI.</summary>
/// <remarks>
/// <code>
/// using var group = MpiProcessGroup.Join();
/// options.Distributed = group;
/// options.GpuDeviceId = group.LocalRank;      // where there are GPUs
/// </code>
/// <para>Needs Open MPI 3 or later on Linux (Debian: <c>openmpi-bin</c> and <c>libopenmpi3</c>). Gradients of GPUs are added up by NCCL
/// where every process has it (<c>libnccl.so.2</c>), and go through the machine's memory otherwise. One group in a process, and one call
/// at a time.</para>
/// <para>If a process throws, is killed or stops answering, all others throw within the time limit and leave.</para>
/// </remarks>
public sealed unsafe class MpiProcessGroup : IGpuProcessGroup, IDisposable
{
    /// <summary>How long the processes of a failed training wait for the first one to save what there is.</summary>
    private static readonly TimeSpan LastWork = TimeSpan.FromMinutes(1);

    /// <summary>How long processes wait for each other unless told otherwise: five minutes. Open MPI's launcher ends all processes when it
    /// has heard nothing of a machine for eight, and then nothing is saved.</summary>
    public static TimeSpan DefaultTimeout { get; } = TimeSpan.FromMinutes(5);

    // Messages of more values would need another interface of MPI.
    private const int MostValues = 1 << 28;

    private readonly MpiLibrary _mpi;
    private readonly Messenger _messenger;
    private readonly TimeSpan _timeout;
    private readonly bool _usesNccl;
    private NcclCommunicator? _gpus;
    private bool _isLost;
    private bool _isDisposed;

    private MpiProcessGroup(MpiLibrary mpi, TimeSpan timeout, bool usesNccl)
    {
        (_mpi, _timeout, _usesNccl) = (mpi, timeout, usesNccl);
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
    /// and than one process may be slower than another in reading all labels. Null means <see cref="DefaultTimeout"/>.</param>
    /// <param name="useNccl">Whether sums over GPUs are left to NCCL, if all processes have it and none says false.</param>
    /// <exception cref="InvalidOperationException">Open MPI is missing or is another MPI, or this process was not started by
    /// <c>mpirun</c> or <c>srun</c>.</exception>
    public static MpiProcessGroup Join(TimeSpan? timeout = null, bool useNccl = true)
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
        var group = new MpiProcessGroup(mpi, timeout ?? DefaultTimeout, useNccl);
        Launch.CheckSize(group.Size);
        group.Introduce();

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
        InMessages(bytes, "to send values to all", (start, count, request) =>
            _mpi.Ibcast(start, count, _mpi.Byte, from, _mpi.World, request)
        );
    }

    /// <inheritdoc/>
    public string? OpenGpu(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        RequireWhole();
        _gpus?.Close();
        var (nccl, cuda) = _usesNccl ? (NcclLibrary.Load(), CudaDriver.Load()) : (null, null);
        _gpus = NcclCommunicator.Open(this, nccl, cuda, index, done => Wait(done), out string whyNot);
        return _gpus is null ? whyNot : null;
    }

    /// <inheritdoc/>
    public void SumOnGpu(nint address, long count)
    {
        RequireWhole();
        var gpus = _gpus ?? throw new InvalidOperationException("The GPUs have not been opened.");
        gpus.Sum(address, count);
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
        _gpus?.Close();
        if (!_isLost)
        {
            _messenger.SendFarewell();
            try
            {
                nint request = 0;
                _mpi.Check(_mpi.Ibarrier(_messenger.Channel, &request), "to leave");

                // The first process may have a long evaluation to do.
                Wait(new MpiRequest(_mpi, request).IsDone, isLeaving: true);
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

    /// <summary>Tells the others where this process runs, so that they can say who is lost.</summary>
    private void Introduce()
    {
        const int MostBytes = 256;
        for (int rank = 0; rank < Size; rank++)
        {
            byte[] name = new byte[MostBytes];
            if (rank == Rank)
            {
                Encoding.UTF8.GetEncoder().Convert(_messenger.Self, name, flush: true, out _, out _, out _);
            }
            Broadcast(name, rank);
            _messenger.Names[rank] = Encoding.UTF8.GetString(name).TrimEnd('\0');
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
        if (values.Length < Size)
        {
            // Open MPI 4.1.0 and 4.1.1 add fewer values than processes wrongly, if they are added in place.
            Span<T> padded = new T[Size];
            values.CopyTo(padded);
            Sum(padded, type);
            padded[..values.Length].CopyTo(values);
            return;
        }
        InMessages(values, "to add values", (start, count, request) =>
            _mpi.Iallreduce(MpiLibrary.InPlace, start, count, type, _mpi.SumOperation, _mpi.World, request)
        );
    }

    /// <summary>A call of the library that exchanges some values.</summary>
    /// <param name="start">The first of them.</param>
    /// <param name="count">Number of values.</param>
    /// <param name="request">Where the library puts what to wait for.</param>
    private delegate int Exchange(void* start, int count, nint* request);

    private void InMessages<T>(Span<T> values, string what, Exchange exchange)
        where T : unmanaged
    {
        RequireWhole();
        fixed (T* start = values)
        {
            for (long at = 0; at < values.Length; at += MostValues)
            {
                nint request = 0;
                _mpi.Check(exchange(start + at, (int)Math.Min(MostValues, values.Length - at), &request), what);
                Wait(new MpiRequest(_mpi, request).IsDone);
            }
        }
    }

    /// <summary>Waits until all processes have made the same call.</summary>
    /// <param name="isDone">Whether the call is done.</param>
    /// <param name="isLeaving">Whether it is the last one: then there is no time limit, and it is in order that others leave.</param>
    /// <exception cref="InvalidOperationException">One of them is lost.</exception>
    private void Wait(Func<bool> isDone, bool isLeaving = false)
    {
        _messenger.Begin();
        var waited = Stopwatch.StartNew();
        try
        {
            while (!isDone())
            {
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
