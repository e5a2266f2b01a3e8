using System.Runtime.ExceptionServices;

namespace Ass.MLNet.Sampling;

/// <summary>Gives rows to a stream's threads, and gives their samples back in the order of the rows.</summary>
/// <remarks>
/// Threads take rows one after the other. A sample's random numbers depend on how many rows before it belong to the stream. That is known
/// as soon as the labels of those rows are read, long before their images are decoded, so threads hardly wait for each other. A thread that
/// waits for earlier rows never holds one of them up: it has none.
/// </remarks>
internal sealed class SampleOrder
{
    /// <summary>Most rows whose place is not settled: while one label is slow to read, other threads may pass many rows of other
    /// streams.</summary>
    private const int MostUnsettled = 4096;

    private readonly object _access = new();
    private readonly Queue<SampleSlot> _unsettled = [];
    private readonly Queue<SampleSlot> _settled = [];
    private readonly Func<long, int, Exception> _nothing;
    private int _room;
    private int _pass;
    private long _row;
    private bool _isFirst = true;
    private bool _isWholePass;
    private long _samples;
    private long _rowsInPass;
    private int _allIgnoredRows;
    private readonly long _firstSample;
    private readonly SampleShare _share;
    private int _waitingForNumbers;
    private bool _isFailing;
    private bool _hasFailed;
    private volatile bool _isStopped;

    /// <param name="start">The position to start from; its offset counts rows.</param>
    /// <param name="room">Maximum number of samples that are being made or wait to be taken.</param>
    /// <param name="share">The samples to make. The others get a number and a place in the order, and nothing else.</param>
    /// <param name="nothing">The error for a pass without rows of the stream, of a number of rows and of rows whose labels are
    /// ignored.</param>
    public SampleOrder(StreamPosition start, int room, SampleShare share, Func<long, int, Exception> nothing)
    {
        (_pass, _row, _isWholePass) = (start.Pass, start.Offset, start.Offset == 0);
        (_samples, _firstSample, _allIgnoredRows) = (start.Samples, start.Samples, start.AllIgnoredRows);
        (_room, _share, _nothing) = (room, share, nothing);
    }

    public bool IsStopped => _isStopped;

    /// <summary>Whether no sample is another process's.</summary>
    public bool MakesAll => _share.Count == 1;

    /// <summary>Gives a thread its next row, once there is room for a sample; null if no more rows are wanted.</summary>
    public SampleSlot? TakeRow()
    {
        lock (_access)
        {
            while (!_isStopped && !_isFailing && (_room == 0 || _unsettled.Count == MostUnsettled))
            {
                Monitor.Wait(_access);
            }
            if (_isStopped || _isFailing)
            {
                return null;
            }

            var slot = new SampleSlot(_pass, _row++, _isFirst);
            _isFirst = false;
            _room--;
            _unsettled.Enqueue(slot);
            return slot;
        }
    }

    /// <summary>Says whether a row belongs to the stream.</summary>
    public void Settle(SampleSlot slot, RowOutcome outcome)
    {
        lock (_access)
        {
            slot.Outcome = outcome;
            SettleInOrder();
        }
    }

    /// <summary>Says that the pass has ended before a row.</summary>
    /// <param name="slot">The row.</param>
    /// <param name="rows">Number of rows of the pass.</param>
    public void EndPass(SampleSlot slot, long rows)
    {
        lock (_access)
        {
            if (slot.Pass == _pass)
            {
                (_pass, _row, _isFirst) = (_pass + 1, 0, true);
            }

            // Threads that took still later rows have met the end, too. Only the first of them tells of it.
            slot.Outcome = slot.Row == rows || slot.IsFirst ? RowOutcome.End : RowOutcome.Elsewhere;
            SettleInOrder();
        }
    }

    /// <summary>Waits until all rows before this one are known.</summary>
    /// <returns>The sample's number in the stream; null if it is no longer wanted, or another process's.</returns>
    public long? WaitForNumber(SampleSlot slot)
    {
        lock (_access)
        {
            _waitingForNumbers++;
            while (slot.Number is null && !_isStopped && !_hasFailed)
            {
                Monitor.Wait(_access);
            }
            _waitingForNumbers--;

            return _isStopped || slot.IsOthers ? null : slot.Number;
        }
    }

    /// <summary>Stores a sample.</summary>
    public void Finish(SampleSlot slot, Sample sample)
    {
        lock (_access)
        {
            slot.Sample = sample;
            if (_settled.TryPeek(out var next) && next == slot)
            {
                Monitor.PulseAll(_access);
            }
        }
    }

    /// <summary>Stores the error of a row. Samples of earlier rows can still be taken, and no further rows are read.</summary>
    public void Fail(SampleSlot slot, Exception failure)
    {
        lock (_access)
        {
            slot.Failure = failure;
            _isFailing = true;
            if (slot.Outcome == RowOutcome.Unknown)
            {
                slot.Outcome = RowOutcome.Failed;
            }

            SettleInOrder();
            Monitor.PulseAll(_access);
        }
    }

    /// <summary>Waits for the next sample, which may be another process's, or end of a pass.</summary>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public SampleSlot Take(CancellationToken cancellation)
    {
        using var registration = cancellation.UnsafeRegister(_ => Wake(), null);
        lock (_access)
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                ObjectDisposedException.ThrowIf(_isStopped, typeof(SampleStream));
                if (_settled.TryPeek(out var slot))
                {
                    if (slot.Failure is { } failure)
                    {
                        ExceptionDispatchInfo.Throw(failure);
                    }
                    if (slot.Sample is not null || slot.IsOthers || slot.Outcome == RowOutcome.End)
                    {
                        _settled.Dequeue();
                        GiveRoom(slot.Sample is null ? 0 : 1, wakes: false);
                        return slot;
                    }
                }

                Monitor.Wait(_access);
            }
        }
    }

    /// <summary>Ends all waiting.</summary>
    public void Stop()
    {
        lock (_access)
        {
            _isStopped = true;
            Monitor.PulseAll(_access);
        }
    }

    private void Wake()
    {
        lock (_access)
        {
            Monitor.PulseAll(_access);
        }
    }

    /// <summary>Adds room for samples, and wakes those that wait for it. Threads wake nobody without need: for small images, that would
    /// cost more than the lock.</summary>
    private void GiveRoom(int samples, bool wakes)
    {
        wakes |= _room == 0 && samples > 0;
        _room += samples;
        if (wakes)
        {
            Monitor.PulseAll(_access);
        }
    }

    /// <summary>Settles the rows whose outcome and whose predecessors' are known.</summary>
    private void SettleInOrder()
    {
        int free = 0;
        bool wakes = _unsettled.Count == MostUnsettled;
        while (!_hasFailed && _unsettled.TryPeek(out var slot) && slot.Outcome != RowOutcome.Unknown)
        {
            _unsettled.Dequeue();
            switch (slot.Outcome)
            {
                case RowOutcome.Wanted:
                    slot.IsOthers = !_share.Has(_samples - _firstSample);
                    slot.Number = _samples++;
                    free += slot.IsOthers ? 1 : 0;
                    _rowsInPass++;
                    slot.After = new StreamPosition(slot.Pass, slot.Row + 1, _samples, _allIgnoredRows);
                    _settled.Enqueue(slot);
                    wakes |= _waitingForNumbers > 0 || slot.IsOthers;
                    break;
                case RowOutcome.End:
                    EndInOrder(slot);
                    free++;
                    wakes = true;
                    break;
                case RowOutcome.Failed:
                    _settled.Enqueue(slot);
                    break;
                default:
                    _rowsInPass += slot.Outcome == RowOutcome.PassedOver ? 1 : 0;
                    _allIgnoredRows += slot is { Outcome: RowOutcome.AllIgnored, Pass: 0 } ? 1 : 0;
                    free++;
                    break;
            }

            _hasFailed = slot.Failure is not null;
            wakes |= _hasFailed;
        }

        GiveRoom(free, wakes);
    }

    private void EndInOrder(SampleSlot slot)
    {
        if (_rowsInPass == 0 && _isWholePass)
        {
            slot.Failure = _nothing(slot.Row, _allIgnoredRows);
            _isFailing = true;
        }

        (_rowsInPass, _isWholePass) = (0, true);
        slot.After = new StreamPosition(slot.Pass + 1, 0, _samples, _allIgnoredRows);
        _settled.Enqueue(slot);
    }
}
