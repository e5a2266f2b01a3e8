using Ass.MLNet.Labels;
using Microsoft.ML;

namespace Ass.MLNet.Columns;

/// <summary>A row that knows the files of its pictures: it can give the train ids of its label column themselves, without making an image
/// of them first, and the size of its image.</summary>
internal interface ITrainIdRow
{
    /// <summary>A function that returns the current row's label, or <see langword="null"/> where the row has none.</summary>
    /// <param name="label">The column of labels, which must be active.</param>
    Func<LabelMask?> CreateLabelReader(DataViewSchema.Column label);

    /// <summary>A function that returns the size of the current row's image without decoding it.</summary>
    /// <param name="image">The column of images, which must be active.</param>
    Func<ImageSize> CreateSizeReader(DataViewSchema.Column image);
}
