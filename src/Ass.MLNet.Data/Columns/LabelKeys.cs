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
    /// <summary>Shades of grey lie at least so far apart, ids closer.</summary>
    private const int LeastStep = 8;

    /// <summary>Checks the keys of a column if they stand for numbers. Texts are names of their own.</summary>
    /// <param name="column">The column.</param>
    /// <param name="classCount">K, where it is known; null otherwise.</param>
    /// <exception cref="InvalidOperationException">The numbers are not in ascending order; they begin at 0 and leave one out, without being
    /// shades of grey; or they are others than 0, 1, 2, … and fewer or more than the classes.</exception>
    public static void Check(DataViewSchema.Column column, int? classCount = null)
    {
        if (
            column.Type is not VectorDataViewType { ItemType: KeyDataViewType }
            || column.Annotations.Schema.GetColumnOrNull("KeyValues")?.Type is not VectorDataViewType { ItemType: NumberDataViewType item }
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
            _ => null,
        };
        if (numbers is not null)
        {
            Check(numbers, column.Name, classCount);
        }
    }

    private static void Check(double[] numbers, string column, int? classCount)
    {
        // Beside ids 255 is no class; black and white, or shades of grey, may well be classes.
        if (
            Array.IndexOf(numbers, 255) is >= 0 and var ignored
            && numbers.Length > 2
            && numbers.Where(number => number != 255).Max() < 2 * (numbers.Length - 1)
        )
        {
            throw new InvalidOperationException(
                $"Key {ignored + 1} of label column '{column}' stands for the number 255, which means ignored, but a key is a "
                    + "class. Give labels as vectors of bytes, which need no MapValueToKey, or make 255 a missing key."
            );
        }

        double[] steps = [.. numbers.Skip(1).Zip(numbers, (later, earlier) => later - earlier)];
        if (steps.Any(step => step < 0))
        {
            throw new InvalidOperationException(
                $"The keys of label column '{column}' stand for the numbers {List(numbers)}, in this order. Key k is class k − "
                    + "1, so that names would go to other ids. The usual cause is MapValueToKey, which numbers values as it meets "
                    + "them: leave it out, since labels may be vectors of bytes, or give it KeyOrdinality.ByValue."
            );
        }

        // Others, such as 1 to 5 or 7, 8 and 11, may be meant as classes 0, 1, 2, if none is missing.
        int gap = Enumerable.Range(0, numbers.Length).FirstOrDefault(i => numbers[i] != i, -1);
        bool areIds = numbers is [0, ..] && steps.Any(step => step < LeastStep);
        if (gap >= 0 && (areIds || (classCount is { } count && count != numbers.Length)))
        {
            throw new InvalidOperationException(
                $"The {numbers.Length} keys of label column '{column}' stand for the numbers {List(numbers)}. Key k is class k − 1, so "
                    + $"that key {gap + 1} is class {gap}, but it stands for {Shown(numbers[gap])}: MapValueToKey leaves out what it does "
                    + "not meet. Give it a keyData with all ids in their order, or give labels as vectors of bytes, which need no keys."
            );
        }
    }

    private static string List(double[] numbers) => string.Join(", ", numbers.Take(8).Select(Shown)) + (numbers.Length > 8 ? ", …" : "");

    private static string Shown(double number) => number.ToString("G7", CultureInfo.InvariantCulture);

    private static double[] Numbers<T>(DataViewSchema.Column column)
        where T : IConvertible
    {
        VBuffer<T> buffer = default;
        column.Annotations.GetValue("KeyValues", ref buffer);
        return [.. buffer.DenseValues().Select(value => value.ToDouble(CultureInfo.InvariantCulture))];
    }
}
