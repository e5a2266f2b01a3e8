using Microsoft.ML;

namespace Ass.MLNet.MLNetInternals;

/// <summary>A data view derived from another one, whose origin can be traced.</summary>
internal interface IDerivedView : IDataView
{
    /// <summary>The view it is derived from.</summary>
    IDataView Source { get; }
}
