using System.Runtime.InteropServices;

namespace Ass.MLNet.Images;

/// <summary>A colour of 8 bits per channel, three bytes in memory.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct Rgb24(byte Red, byte Green, byte Blue)
{
    /// <summary>The colour as a number, 0xRRGGBB.</summary>
    public int Number => (Red << 16) | (Green << 8) | Blue;

    /// <summary>Returns the colours of grey values of 1–8 bits, from black to white.</summary>
    public static Rgb24[] Greys(int bits)
    {
        int most = (1 << bits) - 1;
        return
        [
            .. Enumerable
                .Range(0, most + 1)
                .Select(value => (byte)(value * byte.MaxValue / most))
                .Select(grey => new Rgb24(grey, grey, grey)),
        ];
    }

    /// <summary>Formats a colour in the usual notation, for instance <c>#804080</c>.</summary>
    public static string Text(int number) => $"#{number:X6}";
}
