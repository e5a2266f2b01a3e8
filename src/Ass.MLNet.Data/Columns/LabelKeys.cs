using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Columns;

/// <summary>The numbers from which a label's keys were created.</summary>
/// <remarks>
/// <c>MapValueToKey</c> numbers values in the order in which they occur; for ids this is the pixel order of the first images, so key 1 may
/// stand for id 2. It also leaves out ids that it does not meet, so that key 3 may stand for id 3. Since key k is class k − 1, names would
/// silently be assigned to the wrong ids.
/// </remarks>
internal static class LabelKeys
{
    /// <summary>Checks the keys of a column if they stand for numbers, or for texts all of which are whole numbers.</summary>
    /// <exception cref="InvalidOperationException">The numbers are not 0, 1, 2, …, in this order. Beside 255, if that is the number of
    /// a class, others may be missing.</exception>
    public static void Check(DataViewSchema.Column column)
    {
        if (
            column.Type is not VectorDataViewType { ItemType: KeyDataViewType }
            || column.Annotations.Schema.GetColumnOrNull("KeyValues")?.Type is not VectorDataViewType { ItemType: var item }
        )
        {
            return;
        }

        double[]? numbers = Type.GetTypeCode(item.RawType) switch
        {
            TypeCode.Byte => Numbers<byte>(column),
            TypeCode.SByte => Numbers<sbyte>(column),
            TypeCode.UInt16 => Numbers<ushort>(column),
            TypeCode.Int16 => Numbers<short>(column),
            TypeCode.UInt32 => Numbers<uint>(column),
            TypeCode.Int32 => Numbers<int>(column),
            TypeCode.UInt64 => Numbers<ulong>(column),
            TypeCode.Int64 => Numbers<long>(column),
            TypeCode.Single => Numbers<float>(column),
            TypeCode.Double => Numbers<double>(column),
            _ => item is TextDataViewType ? NumbersInText(column) : null,
        };
        if (numbers is not null)
        {
            Check(numbers, column.Name);
        }
    }

    private static void Check(double[] numbers, string column)
    {
        bool is255AClass = false;
        if (Array.IndexOf(numbers, 255) is >= 0 and var ignored)
        {
            // Beside ids it is none; black and white, or shades of grey, may well be classes.
            is255AClass = numbers.Length <= 2 || numbers.Where(number => number != 255).Max() >= 2 * (numbers.Length - 1);
            if (!is255AClass)
            {
                throw new InvalidOperationException(
                    $"Key {ignored + 1} of label column '{column}' stands for the number 255, which means ignored, but a key is a "
                        + "class. Give labels as vectors of bytes, which need no MapValueToKey, or make 255 a missing key."
                );
            }
        }

        for (int i = 1; i < numbers.Length; i++)
        {
            if (numbers[i - 1] > numbers[i])
            {
                throw new InvalidOperationException(
                    $"The keys of label column '{column}' stand for the numbers {List(numbers)}, in this order. Key k is class k − "
                        + "1, so that names would go to other ids. The usual cause is MapValueToKey, which numbers values as it meets "
                        + "them: leave it out, since labels may be vectors of bytes, or give it KeyOrdinality.ByValue."
                );
            }
        }

        int other = Enumerable.Range(0, numbers.Length).FirstOrDefault(i => numbers[i] != i, -1);
        if (other >= 0 && !is255AClass)
        {
            string missing = numbers.Contains(other) ? "" : $" {other} is missing: MapValueToKey leaves out what it does not meet.";
            throw new InvalidOperationException(
                $"The keys of label column '{column}' stand for the numbers {List(numbers)}. Key k is class k − 1, so that key "
                    + $"{other + 1} is class {other}, but it stands for {Shown(numbers[other])}.{missing} Give MapValueToKey a "
                    + "keyData with all ids from 0 in their order, or give labels as vectors of bytes, which need no keys; label files of "
                    + "other ids have a LabelMap in LoadSegmentationLabels."
            );
        }
    }

    private static string List(double[] numbers) => string.Join(", ", numbers.Take(8).Select(Shown)) + (numbers.Length > 8 ? ", …" : "");

    private static string Shown(double number) => number.ToString("G7", CultureInfo.InvariantCulture);

    private static double[] Numbers<T>(DataViewSchema.Column column)
        where T : IConvertible => [.. Values<T>(column).Select(value => value.ToDouble(CultureInfo.InvariantCulture))];

    /// <summary>The numbers as which <c>addKeyValueAnnotationsAsText</c> has written them; null if one is none.</summary>
    private static double[]? NumbersInText(DataViewSchema.Column column)
    {
        var numbers = new List<double>();
        foreach (var text in Values<ReadOnlyMemory<char>>(column))
        {
            if (!long.TryParse(text.Span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
            {
                return null;
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    private static T[] Values<T>(DataViewSchema.Column column)
    {
        VBuffer<T> buffer = default;
        column.Annotations.GetValue("KeyValues", ref buffer);
        return [.. buffer.DenseValues()];
    }
}
