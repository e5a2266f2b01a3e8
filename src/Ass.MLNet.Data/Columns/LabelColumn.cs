using System.Numerics;
using Ass.MLNet.Images;
using Ass.MLNet.Labels;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Ass.MLNet.Columns;

/// <summary>
/// Reads train ids from a label column: a grey <see cref="MLImage"/>, a vector of bytes, or a vector of keys (key k is class k − 1, the
/// missing key is ignored). A null image, an empty vector or the pixels of a null image mean that the row has no label.
/// </summary>
internal static class LabelColumn
{
    /// <exception cref="ArgumentOutOfRangeException">The column has none of the three types.</exception>
    /// <exception cref="InvalidOperationException">The keys stand for numbers other than 0, 1, 2, …, in this order.</exception>
    public static void CheckType(DataViewSchema.Column column)
    {
        bool known =
            column.Type is ImageDataViewType
            || (
                column.Type is VectorDataViewType vector
                && (vector.ItemType is KeyDataViewType || vector.ItemType == NumberDataViewType.Byte)
            );
        if (!known)
        {
            throw new ArgumentOutOfRangeException(
                nameof(column),
                $"Label column '{column.Name}' must hold grey images of train ids (MLImage), vectors of bytes or vectors of "
                    + $"keys, but its type is {column.Type}."
            );
        }

        LabelKeys.Check(column);
    }

    /// <summary>Creates a function that returns a copy of the current row's label, or <see langword="null"/> if the row has none.</summary>
    /// <exception cref="InvalidOperationException">Thrown by the returned function: an image is not grey, or a key is above
    /// 255.</exception>
    public static Func<LabelMask?> CreateReader(DataViewRow row, DataViewSchema.Column column)
    {
        CheckType(column);
        return column.Type switch
        {
            ImageDataViewType => (row as ITrainIdRow)?.CreateLabelReader(column) ?? CreateImageReader(row, column),
            VectorDataViewType { ItemType: KeyDataViewType key } => LabelVectorReader.CreateForKeys(row, column, key),
            _ => LabelVectorReader.CreateForBytes(row, column),
        };
    }

    private static Func<LabelMask?> CreateImageReader(DataViewRow row, DataViewSchema.Column column)
    {
        var read = ImageColumn.CreateReader(row, column);
        return () => read() is { } image ? LabelImageReader.FromGrey(image, $"row {row.Position}, column '{column.Name}'") : null;
    }

    /// <summary>Checks that every id is one of the <paramref name="classCount"/> classes or ignored.</summary>
    /// <param name="mask">The label.</param>
    /// <param name="classCount">The number of classes K, 1–255.</param>
    /// <param name="where">Location for the error message, for instance <c>row 3, column 'Label'</c>.</param>
    /// <exception cref="InvalidOperationException">An id is neither 0 … K − 1 nor 255.</exception>
    public static void CheckRange(LabelMask mask, int classCount, string where)
    {
        // id + 1 in byte arithmetic turns 255 into 0, so a single comparison finds the ids from K to 254.
        var ids = mask.Ids.AsSpan();
        var limit = new Vector<byte>((byte)classCount);
        int i = 0;
        for (; i <= ids.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            if (Vector.GreaterThanAny(new Vector<byte>(ids[i..]) + Vector<byte>.One, limit))
            {
                break;
            }
        }

        for (; i < ids.Length; i++)
        {
            if ((byte)(ids[i] + 1) > classCount)
            {
                throw OutOfRange(mask, i, classCount, where);
            }
        }
    }

    /// <summary>Compares a label's size with its image's.</summary>
    /// <returns>The end of an error sentence that gives both sizes; null if they match.</returns>
    public static string? FindSizeMismatch(
        LabelMask label,
        DataViewSchema.Column labelColumn,
        ImageSize image,
        DataViewSchema.Column imageColumn
    )
    {
        bool fits =
            label.Width > 0
                ? label.Width == image.Width && label.Height == image.Height
                : label.Ids.Length == (long)image.Width * image.Height;
        if (fits)
        {
            return null;
        }

        string found = label.Width > 0 ? $"{label.Width}x{label.Height}" : $"{label.Ids.Length} elements";
        return $"the label in column '{labelColumn.Name}' is {found}, but the image in column '{imageColumn.Name}' is "
            + $"{image.Width}x{image.Height}; both must have the same size."
            + TurnedPicture.Hint(image, new ImageSize(label.Width, label.Height));
    }

    private static InvalidOperationException OutOfRange(LabelMask mask, int index, int classCount, string where)
    {
        string place = mask.Width > 0 ? $"pixel ({index % mask.Width}, {index / mask.Width})" : $"element {index}";
        return new InvalidOperationException(
            $"The label in {where} holds id {mask.Ids[index]} at {place}, but with {classCount} classes ids are "
                + $"0–{classCount - 1}, and 255 for ignored pixels. Usual causes: ResizeImages with IsoCrop (its default) or IsoPad, "
                + "which interpolates labels (leave it out and set SourceSize and TargetSize, or use Fill for images and labels); a "
                + "picture of palette colours instead of ids; raw label ids that a LabelMap has not turned into train ids "
                + "(LoadSegmentationLabels reads ids and takes a map); or a list of class names that is too short."
        );
    }
}
