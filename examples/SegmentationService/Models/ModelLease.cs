namespace SegmentationService.Models;

/// <summary>Holds a model for the duration of one request.</summary>
internal readonly struct ModelLease(ServedModel model) : IDisposable
{
    public ServedModel Model => model;

    public void Dispose() => model.Release();
}
