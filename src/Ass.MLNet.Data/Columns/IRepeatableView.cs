using Microsoft.ML;

namespace Ass.MLNet.Columns;

/// <summary>A data view that returns the same rows every time it is read.</summary>
internal interface IRepeatableView : IDataView;
