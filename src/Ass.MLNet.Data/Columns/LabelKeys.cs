using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Columns;

/// <summary>The numbers from which a label's keys were created.</summary>
/// <remarks>
/// <c>MapValueToKey</c> numbers values in the order in which they occur; for ids this is the pixel order of the first images, so key 1 may
/// stand for id 2. Since key k is class k − 1, names would silently be assigned to the wrong ids.
/// </remarks>
internal static class LabelKeys
{
    /// <exception cref="InvalidOperationException">The keys stand for numbers that are not in ascending order.</exception>
    public static void CheckOrder(DataViewSchema.Column column)
    {
        if (
            column.Type is not VectorDataViewType { ItemType: KeyDataViewType }
            || column.Annotations.Schema.GetColumnOrNull("KeyValues")?.Type
                is not VectorDataViewType { ItemType: NumberDataViewType number }
        )
        {
            return;
        }

        switch (Type.GetTypeCode(number.RawType))
        {
            case TypeCode.Byte:
                CheckOrder<byte>(column);
                break;
            case TypeCode.SByte:
                CheckOrder<sbyte>(column);
                break;
            case TypeCode.UInt16:
                CheckOrder<ushort>(column);
                break;
            case TypeCode.Int16:
                CheckOrder<short>(column);
                break;
            case TypeCode.UInt32:
                CheckOrder<uint>(column);
                break;
            case TypeCode.Int32:
                CheckOrder<int>(column);
                break;
            case TypeCode.UInt64:
                CheckOrder<ulong>(column);
                break;
            case TypeCode.Int64:
                CheckOrder<long>(column);
                break;
            case TypeCode.Single:
                CheckOrder<float>(column);
                break;
            case TypeCode.Double:
                CheckOrder<double>(column);
                break;
        }
    }

    private static void CheckOrder<T>(DataViewSchema.Column column)
        where T : IComparable<T>, IFormattable
    {
        VBuffer<T> buffer = default;
        column.Annotations.GetValue("KeyValues", ref buffer);
        T[] values = [.. buffer.DenseValues()];
        double[] numbers = [.. values.Select(value => Convert.ToDouble(value, CultureInfo.InvariantCulture))];

        // Beside ids, that is: black and white, or shades of grey, may well be classes.
        if (
            Array.IndexOf(numbers, 255) is >= 0 and var ignored
            && numbers.Length > 2
            && numbers.Where(number => number != 255).Max() < 2 * (numbers.Length - 1)
        )
        {
            throw new InvalidOperationException(
                $"Key {ignored + 1} of label column '{column.Name}' stands for the number 255, which means ignored, but a key is a "
                    + "class. Give labels as vectors of bytes, which need no MapValueToKey, or make 255 a missing key."
            );
        }
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i - 1].CompareTo(values[i]) > 0)
            {
                string list =
                    string.Join(", ", values.Take(8).Select(value => value.ToString(null, CultureInfo.InvariantCulture)))
                    + (values.Length > 8 ? ", …" : "");
                throw new InvalidOperationException(
                    $"The keys of label column '{column.Name}' stand for the numbers {list}, in this order. Key k is class k − "
                        + "1, so that names would go to other ids. The usual cause is MapValueToKey, which numbers values as it meets "
                        + "them: leave it out, since labels may be vectors of bytes, or give it KeyOrdinality.ByValue."
                );
            }
        }
    }
}
