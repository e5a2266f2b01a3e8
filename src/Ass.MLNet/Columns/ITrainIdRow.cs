using Microsoft.ML;

namespace Ass.MLNet;

/// <summary>A row that can give the train ids of its label column themselves, without making an image of them first.</summary>
internal interface ITrainIdRow
{
    /// <summary>A function that returns the current row's label, or <see langword="null"/> where the row has none.</summary>
    /// <param name="label">The column of labels, which must be active.</param>
    Func<LabelMask?> CreateLabelReader(DataViewSchema.Column label);
}
