using System.Numerics.Tensors;

namespace Ass.MLNet.Labels;

/// <summary>Reverses the PNG filters applied to rows before compression.</summary>
internal static class PngFilter
{
    /// <summary>Replaces the differences in a row with the original bytes.</summary>
    /// <param name="filter">The row's filter type, 0–4.</param>
    /// <param name="row">The row, without its filter type.</param>
    /// <param name="above">The decoded row above, of the same length; zeros for the first row.</param>
    /// <param name="distance">The distance in bytes to the same sample of the pixel on the left.</param>
    /// <exception cref="InvalidDataException">The filter type is unknown.</exception>
    public static void Undo(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        above = above[..row.Length];
        switch (filter)
        {
            case 0:
                break;
            case 1:
                UndoSub(row, distance);
                break;
            case 2:
                TensorPrimitives.Add(row, above, row);
                break;
            case 3:
                UndoAverage(row, above, distance);
                break;
            case 4 when distance == 1:
                UndoPaeth(row, above);
                break;
            case 4:
                UndoPaeth(row, above, distance);
                break;
            default:
                throw new InvalidDataException($"it is damaged: a row has filter type {filter}, and PNG has 0–4");
        }
    }

    private static void UndoSub(Span<byte> row, int distance)
    {
        for (int i = distance; i < row.Length; i++)
        {
            row[i] += row[i - distance];
        }
    }

    private static void UndoAverage(Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        int first = Math.Min(distance, row.Length);
        for (int i = 0; i < first; i++)
        {
            row[i] += (byte)(above[i] >> 1);
        }

        for (int i = distance; i < row.Length; i++)
        {
            row[i] += (byte)((row[i - distance] + above[i]) >> 1);
        }
    }

    // Most label rows use this filter: left and upper left stay in registers.
    private static void UndoPaeth(Span<byte> row, ReadOnlySpan<byte> above)
    {
        int left = 0,
            upperLeft = 0;
        for (int i = 0; i < row.Length; i++)
        {
            int up = above[i];
            left = (byte)(row[i] + Predict(left, up, upperLeft));
            row[i] = (byte)left;
            upperLeft = up;
        }
    }

    private static void UndoPaeth(Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        // Without a left neighbour the prediction is the sample above.
        int first = Math.Min(distance, row.Length);
        for (int i = 0; i < first; i++)
        {
            row[i] += above[i];
        }

        for (int i = distance; i < row.Length; i++)
        {
            row[i] += (byte)Predict(row[i - distance], above[i], above[i - distance]);
        }
    }

    /// <summary>Returns the neighbour closest to left + up − upper left; ties are resolved in the order left, up, upper left.</summary>
    private static int Predict(int left, int up, int upperLeft)
    {
        int toLeft = Math.Abs(up - upperLeft);
        int toUp = Math.Abs(left - upperLeft);
        int toUpperLeft = Math.Abs(left + up - upperLeft - upperLeft);
        return toLeft <= toUp && toLeft <= toUpperLeft ? left
            : toUp <= toUpperLeft ? up
            : upperLeft;
    }
}
