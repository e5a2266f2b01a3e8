using Microsoft.ML;

namespace Ass.MLNet.Sampling;

/// <summary>What one thread of a stream does: it moves a cursor of its own over all rows, and reads those that it was given.</summary>
/// <remarks>All threads of a stream read the same rows in the same order. To step over a row costs next to nothing where
/// <see cref="DecodingThreads"/> allows several threads: values are computed when they are asked for.</remarks>
internal sealed class SampleMaker : IDisposable
{
    private readonly SampleSource _source;
    private readonly SampleOrder _order;
    private DataViewRowCursor? _cursor;
    private RowSampler? _sampler;
    private int _pass;
    private long _rows;

    /// <param name="source">Where samples come from.</param>
    /// <param name="order">Gives the rows, and takes the samples.</param>
    public SampleMaker(SampleSource source, SampleOrder order) => (_source, _order) = (source, order);

    /// <summary>Makes samples until no more are wanted.</summary>
    public void Run()
    {
        while (_order.TakeRow() is { } slot)
        {
            try
            {
                Make(slot);
            }
            catch (Exception e)
            {
                _order.Fail(slot, e);
            }
        }
    }

    public void Dispose()
    {
        try
        {
            _cursor?.Dispose();
        }
        catch
        {
            // Nothing more is read from the cursor, and an error on a thread of one's own ends the process.
        }
    }

    private void Make(SampleSlot slot)
    {
        if (!MoveTo(slot))
        {
            _order.EndPass(slot, _rows);
            return;
        }

        var outcome = _sampler!.ReadLabel();
        if (outcome == RowOutcome.Wanted && _source.RareClasses?.Uses(_sampler.Ids, slot.Pass, slot.Row) == false)
        {
            outcome = RowOutcome.PassedOver;
            _sampler.GiveBackLabel();
        }
        _order.Settle(slot, outcome);
        if (outcome != RowOutcome.Wanted)
        {
            return;
        }

        if (!_order.MakesAll && _order.WaitForNumber(slot) is null)
        {
            _sampler.GiveBackLabel();
            return;
        }
        var decoded = _sampler.ReadImage();
        if (_order.WaitForNumber(slot) is { } number)
        {
            _order.Finish(slot, decoded.ToSample(_source.Augmentation, RandomNumbers.Create(_source.Seed, RandomUse.Sample, number)));
        }
    }

    /// <summary>Moves to a row; false if the pass has ended before it, or the stream has been stopped.</summary>
    private bool MoveTo(SampleSlot slot)
    {
        if (_cursor is null || _pass != slot.Pass)
        {
            _cursor?.Dispose();
            _cursor = _source.Open(slot.Pass);
            _sampler = new RowSampler(_source.Kind, _source.Columns, _cursor, _source.Cache);
            (_pass, _rows) = (slot.Pass, 0);
        }

        for (; _rows <= slot.Row; _rows++)
        {
            if (_order.IsStopped || !RowSampler.MoveNext(_cursor))
            {
                return false;
            }
        }

        return true;
    }
}
