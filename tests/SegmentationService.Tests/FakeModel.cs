using Ass.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace SegmentationService.Tests;

/// <summary>A model whose mask is easy to foresee: the class of a pixel is its green value plus <paramref name="shift"/>, modulo the
/// number of classes. It can be made to wait, and counts what happens to it.</summary>
internal sealed class FakeModel(int shift = 0) : ISegmentationTransformer
{
    public static readonly string[] Classes = ["road", "sidewalk", "building", "sky"];

    private int _running;

    public IReadOnlyList<string> ClassNames => Classes;

    public bool IsRowToRowMapper => true;

    /// <summary>Predictions of pictures larger than the reloader's trial wait for it.</summary>
    public ManualResetEventSlim Gate { get; } = new(initialState: true);

    /// <summary>Released whenever a prediction has begun.</summary>
    public SemaphoreSlim Begun { get; } = new(0);

    /// <summary>The most predictions that ran at once.</summary>
    public int MostRunning { get; private set; }

    public bool IsDisposed { get; private set; }

    /// <summary>Thrown by predictions, if set.</summary>
    public Exception? Failure { get; set; }

    public SegmentationMask Segment(MLImage image)
    {
        lock (Begun)
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            MostRunning = Math.Max(MostRunning, ++_running);
        }

        try
        {
            Begun.Release();
            Gate.Wait(Eventually.Patience);
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            return Failure is null ? Mask(image) : throw Failure;
        }
        finally
        {
            lock (Begun)
            {
                _running--;
            }
        }
    }

    /// <summary>The mask of an image, whatever state the model is in.</summary>
    public SegmentationMask Mask(MLImage image)
    {
        var pixels = image.Pixels;
        var ids = new byte[image.Width * image.Height];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = (byte)((pixels[(4 * i) + 1] + shift) % Classes.Length);
        }

        return new SegmentationMask(image.Width, image.Height, ids, Classes, SegmentationPalette.ForClasses(Classes));
    }

    public void Dispose()
    {
        lock (Begun)
        {
            IsDisposed = true;
        }
    }

    public void Save(Stream stream) => throw new NotSupportedException();

    public void Save(string path) => throw new NotSupportedException();

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => throw new NotSupportedException();

    public IDataView Transform(IDataView input) => throw new NotSupportedException();

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

    void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException();
}
