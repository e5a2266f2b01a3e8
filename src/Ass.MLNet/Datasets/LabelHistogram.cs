namespace Ass.MLNet;

/// <summary>How many pixels of a label have each raw value; its memory is used again for every label.</summary>
internal sealed class LabelHistogram
{
    private const int ByteValues = byte.MaxValue + 1;

    // Neighbouring pixels mostly have the same value: four tables in turn, since an increment waits for the one before it in the same place.
    private readonly int[] _bytes = new int[4 * ByteValues];
    private readonly Lazy<int[]> _words = new(() => new int[ushort.MaxValue + 1]);

    /// <summary>One more than the largest value that there can be.</summary>
    public int Length { get; private set; }

    /// <summary>The number of pixels with a raw value below <see cref="Length"/>.</summary>
    public long this[int raw] => Length == ByteValues
        ? (long)_bytes[raw] + _bytes[ByteValues + raw] + _bytes[(2 * ByteValues) + raw] + _bytes[(3 * ByteValues) + raw]
        : _words.Value[raw];

    /// <summary>Counts a label's values, and forgets the label before.</summary>
    public void Count(RawLabel label)
    {
        if (label.Words is { } words)
        {
            Length = ushort.MaxValue + 1;
            int[] counts = _words.Value;
            Array.Clear(counts);
            foreach (ushort raw in words)
            {
                counts[raw]++;
            }
        }
        else
        {
            Length = ByteValues;
            Array.Clear(_bytes);
            byte[] bytes = label.Bytes!;
            int[] counts = _bytes;
            for (int i = 0; i < bytes.Length; i++)
            {
                counts[((i & 3) * ByteValues) + bytes[i]]++;
            }
        }
    }
}
