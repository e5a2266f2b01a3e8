using System.Numerics;
using System.Runtime.InteropServices;
using Ass.MLNet.Images;

namespace Ass.MLNet.Labels;

/// <summary>Maps colours to train ids with an open-addressing hash table; a dictionary would take longer than all other work on a
/// pixel.</summary>
internal sealed class ColorIds
{
    private const int Free = -1;

    private readonly int[] _colors;
    private readonly byte[] _trainIds;
    private readonly int _shift;

    /// <param name="trainIds">0xRRGGBB → train id.</param>
    public ColorIds(IReadOnlyDictionary<int, int> trainIds)
    {
        // At most half full, to keep probe sequences short.
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, 2 * trainIds.Count));
        _shift = 32 - BitOperations.Log2((uint)size);
        _colors = new int[size];
        _trainIds = new byte[size];
        Array.Fill(_colors, Free);
        Array.Fill(_trainIds, LabelMask.Ignored);
        foreach (var (color, trainId) in trainIds)
        {
            int at = Find(color);
            (_colors[at], _trainIds[at]) = (color, (byte)trainId);
        }
    }

    /// <summary>The listed colours in ascending order.</summary>
    public IEnumerable<int> Listed => _colors.Where(color => color != Free).Order();

    /// <summary>The train id of a colour; 255 if it is not listed.</summary>
    public byte this[int color] => _trainIds[Find(color)];

    public bool IsListed(int color) => _colors[Find(color)] != Free;

    /// <summary>Maps pixels to train ids.</summary>
    /// <param name="rgb">R, G, B of each pixel.</param>
    /// <param name="ids">Receives one train id per pixel.</param>
    public void Apply(ReadOnlySpan<byte> rgb, Span<byte> ids)
    {
        var pixels = MemoryMarshal.Cast<byte, Rgb24>(rgb);
        ids = ids[..pixels.Length];

        // Most pixels have the same colour as their neighbour.
        int last = Free;
        byte id = LabelMask.Ignored;
        for (int i = 0; i < ids.Length; i++)
        {
            int color = pixels[i].Number;
            if (color != last)
            {
                (last, id) = (color, this[color]);
            }

            ids[i] = id;
        }
    }

    private int Find(int color)
    {
        int at = (int)((uint)color * 2654435769u >> _shift);
        while (_colors[at] != color && _colors[at] != Free)
        {
            at = (at + 1) & (_colors.Length - 1);
        }

        return at;
    }
}
