using Microsoft.ML;

namespace Ass.MLNet.MLNetInternals;

/// <summary>A data view derived from another one by a model, whose origin can be traced.</summary>
internal interface IDerivedView : IDataView
{
    /// <summary>The view it is derived from.</summary>
    IDataView Source { get; }

    /// <summary>The columns it adds, and the image column of its source that they are made from.</summary>
    SegmentationBindings Bindings { get; }
}
