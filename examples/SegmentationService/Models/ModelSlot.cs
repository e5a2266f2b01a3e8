namespace SegmentationService.Models;

/// <summary>The model in service. Requests take it for their duration, so it can be replaced at any moment.</summary>
internal sealed class ModelSlot : IDisposable
{
    private ServedModel? _current;

    /// <summary>Takes the model in service; null if there is none.</summary>
    public ModelLease? Take()
    {
        while (Volatile.Read(ref _current) is { } model)
        {
            // Else it was replaced in between, and there is another one, or none.
            if (model.TryHold())
            {
                return new ModelLease(model);
            }
        }

        return null;
    }

    /// <summary>New requests get <paramref name="fresh"/>; the model before it is disposed once no request uses it.</summary>
    public void Replace(ServedModel? fresh) => Interlocked.Exchange(ref _current, fresh)?.Release();

    public void Dispose() => Replace(null);
}
