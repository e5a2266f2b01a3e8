using System.Runtime.InteropServices;
using Ass.MLNet.Images;

namespace Ass.MLNet.Labels;

/// <summary>Counts the pixels of a label by raw value; its memory is reused for every label.</summary>
internal sealed class LabelHistogram
{
    private const int ByteValues = byte.MaxValue + 1;
    private const int MostColors = ushort.MaxValue + 1;

    // Neighbouring pixels usually have the same value, and an increment waits for the previous one in the same place: use four tables in
    // turn.
    private readonly int[] _bytes = new int[4 * ByteValues];
    private readonly Lazy<int[]> _words = new(() => new int[ushort.MaxValue + 1]);
    private readonly Dictionary<int, int> _colors = [];

    /// <summary>One more than the largest possible value; 0 if values are colours.</summary>
    public int Length { get; private set; }

    /// <summary>The occurring raw values with their pixel counts.</summary>
    public IEnumerable<(int Raw, long Pixels)> Occurring =>
        Length == 0
            ? _colors.Select(color => (color.Key, (long)color.Value))
            : Enumerable.Range(0, Length).Select(raw => (raw, this[raw])).Where(value => value.Item2 > 0);

    /// <summary>The number of pixels with a raw value below <see cref="Length"/>.</summary>
    public long this[int raw] =>
        Length == ByteValues
            ? (long)_bytes[raw] + _bytes[ByteValues + raw] + _bytes[(2 * ByteValues) + raw] + _bytes[(3 * ByteValues) + raw]
            : _words.Value[raw];

    /// <summary>Counts a label's values, replacing the previous counts.</summary>
    /// <exception cref="InvalidDataException">
    /// The values are colours, and there are too many of them for a label. The message is the end of a sentence.
    /// </exception>
    public void Count(RawLabel label)
    {
        if (label.Colors is { } colors)
        {
            Length = 0;
            CountColors(MemoryMarshal.Cast<byte, Rgb24>(colors));
        }
        else if (label.Words is { } words)
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

    // Runs of equal pixels are counted together, since looking up a colour takes longer than comparing it.
    private void CountColors(ReadOnlySpan<Rgb24> pixels)
    {
        _colors.Clear();
        for (int i = 0; i < pixels.Length; )
        {
            int length = pixels[i..].IndexOfAnyExcept(pixels[i]) is > 0 and var other ? other : pixels.Length - i;
            CollectionsMarshal.GetValueRefOrAddDefault(_colors, pixels[i].Number, out _) += length;
            i += length;
            if (_colors.Count > MostColors)
            {
                throw new InvalidDataException(
                    $"it has more than {MostColors} different colours: it is a photograph, or a label that was saved or resized "
                        + "in a way that mixes colours"
                );
            }
        }
    }
}
