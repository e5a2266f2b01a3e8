using Microsoft.ML;

namespace Ass.MLNet.Columns;

/// <summary>A data view that is known to give the same rows however often it is read.</summary>
internal interface IRepeatableView : IDataView;
