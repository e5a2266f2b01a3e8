using Microsoft.ML;

namespace Ass.MLNet.MLNetInternals;

/// <summary>A data view that is made from another one, so that its history can be followed.</summary>
internal interface IDerivedView : IDataView
{
    /// <summary>The view that it is made from.</summary>
    IDataView Source { get; }
}
