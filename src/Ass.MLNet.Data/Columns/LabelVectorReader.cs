using System.Numerics;
using Ass.MLNet.Labels;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Columns;

/// <summary>Reads labels from vectors of height · width bytes or keys. Width and height are known where the column's type has exactly these
/// two dimensions, in this order, beside dimensions of 1: <c>[VectorType(height, width)]</c>, or what <c>ExtractPixels</c> makes of one
/// colour.</summary>
internal static class LabelVectorReader
{
    public static Func<LabelMask?> CreateForBytes(DataViewRow row, DataViewSchema.Column column)
    {
        var type = (VectorDataViewType)column.Type;
        var getter = row.GetGetter<VBuffer<byte>>(column);
        VBuffer<byte> value = default;
        return () =>
        {
            getter(ref value);
            return IsAbsent(value, type) ? null : Label(type, [.. value.DenseValues()]);
        };
    }

    public static Func<LabelMask?> CreateForKeys(DataViewRow row, DataViewSchema.Column column, KeyDataViewType key) =>
        Type.GetTypeCode(key.RawType) switch
        {
            TypeCode.Byte => CreateForKeys<byte>(row, column),
            TypeCode.UInt16 => CreateForKeys<ushort>(row, column),
            TypeCode.UInt32 => CreateForKeys<uint>(row, column),
            _ => CreateForKeys<ulong>(row, column),
        };

    private static Func<LabelMask?> CreateForKeys<T>(DataViewRow row, DataViewSchema.Column column)
        where T : unmanaged, IBinaryInteger<T>
    {
        var type = (VectorDataViewType)column.Type;
        var getter = row.GetGetter<VBuffer<T>>(column);
        var most = T.CreateChecked(byte.MaxValue);
        VBuffer<T> value = default;
        return () =>
        {
            getter(ref value);
            if (value.Length == 0)
            {
                return null;
            }

            var ids = new byte[value.Length];
            int i = 0;
            foreach (T item in value.DenseValues())
            {
                if (item > most)
                {
                    throw new InvalidOperationException(
                        $"The label in row {row.Position}, column '{column.Name}' holds key {item} at element {i}; key k is "
                            + "class k − 1, and there can be at most 255 classes."
                    );
                }

                // Key 0 is the missing key; in byte arithmetic 0 − 1 is 255, the ignored id.
                ids[i++] = unchecked((byte)(byte.CreateTruncating(item) - 1));
            }

            return Label(type, ids);
        };
    }

    /// <summary>Whether a vector of bytes means that the row has no label: an empty one, or what <c>ExtractPixels</c>, whose vectors have
    /// three dimensions, makes of a null image: one of full length that holds no pixel.</summary>
    private static bool IsAbsent(in VBuffer<byte> value, VectorDataViewType type) =>
        value.Length == 0 || (type.Dimensions.Length == 3 && !value.IsDense && value.GetValues().IsEmpty);

    private static LabelMask Label(VectorDataViewType type, byte[] ids)
    {
        int[] sides = [.. type.Dimensions.Where(side => side != 1)];
        return sides.Length == 2 && (long)sides[0] * sides[1] == ids.Length
            ? new LabelMask(sides[1], sides[0], ids)
            : new LabelMask(0, 0, ids);
    }
}
