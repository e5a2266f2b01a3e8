using Ass.MLNet.Images;
using Ass.MLNet.Labels;
using Microsoft.ML;

namespace Ass.MLNet.Columns;

/// <summary>A row with access to its image files: it returns train ids and pixels without creating ML.NET's images first, and the size
/// of its image without decoding it.</summary>
internal interface ITrainIdRow
{
    /// <summary>Creates a function that returns the current row's label, or <see langword="null"/> if the row has none.</summary>
    /// <param name="label">The label column, which must be active.</param>
    /// <returns>Null if the column is not that of the label files.</returns>
    Func<LabelMask?>? CreateLabelReader(DataViewSchema.Column label);

    /// <summary>Creates a function that returns the pixels of the current row's image without creating an <c>MLImage</c> first.</summary>
    /// <param name="image">The image column, which must be active.</param>
    /// <returns>Null if the column is not that of the images.</returns>
    Func<BgrImage>? CreatePixelReader(DataViewSchema.Column image);

    /// <summary>Creates a function that returns the size of the current row's image without decoding it.</summary>
    /// <param name="image">The image column, which must be active.</param>
    /// <returns>Null if the column is not that of the images.</returns>
    Func<ImageSize>? CreateSizeReader(DataViewSchema.Column image);
}
