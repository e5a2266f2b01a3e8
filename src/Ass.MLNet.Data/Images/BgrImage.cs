using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Microsoft.ML.Data;

namespace Ass.MLNet.Images;

/// <summary>An 8-bit colour picture in managed memory: B, G, R interleaved, row-major, no padding, values 0–255.</summary>
/// <remarks>
/// B, G, R is the order of the networks' input (from Caffe, kept by AdaptSegNet). An <see cref="MLImage"/> belongs to its cursor and is
/// disposed when the row moves on, so its pixels are copied immediately. They are read from the <see cref="MLImage.Pixels"/> span:
/// <c>GetBGRPixels</c> allocates an object per pixel and is more than ten times slower.
/// </remarks>
internal sealed class BgrImage
{
    /// <summary>Wraps a buffer without copying it.</summary>
    /// <exception cref="ArgumentException">The buffer does not hold width · height · 3 bytes.</exception>
    public BgrImage(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (pixels.Length != checked(width * height * 3))
        {
            throw new ArgumentException(
                $"A {width}×{height} BGR image needs {width * height * 3} bytes, the buffer has {pixels.Length}.",
                nameof(pixels)
            );
        }

        (Width, Height, Pixels) = (width, height, pixels);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Height × width × 3 bytes: pixel (x, y) starts at <c>(y · Width + x) · 3</c> and is B, G, R.</summary>
    public byte[] Pixels { get; }

    /// <summary>Copies the pixels of an image; its alpha is dropped.</summary>
    public static BgrImage FromMLImage(MLImage image)
    {
        byte[] pixels = PixelBuffers.Take(checked(image.Width * image.Height * 3));
        DropAlpha(image.Pixels, pixels, swapRedAndBlue: image.PixelFormat == MLPixelFormat.Rgba32);
        return new BgrImage(image.Width, image.Height, pixels);
    }

    /// <summary>Copies B, G, R and drops A of <paramref name="width"/> · <paramref name="height"/> pixels.</summary>
    public static BgrImage FromBgra(int width, int height, ReadOnlySpan<byte> bgra)
    {
        byte[] pixels = PixelBuffers.Take(checked(width * height * 3));
        DropAlpha(bgra[..checked(width * height * 4)], pixels, swapRedAndBlue: false);
        return new BgrImage(width, height, pixels);
    }

    /// <summary>Copies the pixels in the order R, G, B.</summary>
    public BgrImage WithRedFirst()
    {
        byte[] swapped = PixelBuffers.Take(Pixels.Length);
        for (int at = 0; at < swapped.Length; at += 3)
        {
            (swapped[at], swapped[at + 1], swapped[at + 2]) = (Pixels[at + 2], Pixels[at + 1], Pixels[at]);
        }
        return new BgrImage(Width, Height, swapped);
    }

    /// <summary>Creates an opaque image with these pixels; the caller disposes of it.</summary>
    public MLImage ToMLImage()
    {
        int length = checked(Width * Height * 4);
        byte[] bgra = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            for (int from = 0, to = 0; to < length; from += 3, to += 4)
            {
                bgra[to] = Pixels[from];
                bgra[to + 1] = Pixels[from + 1];
                bgra[to + 2] = Pixels[from + 2];
                bgra[to + 3] = byte.MaxValue;
            }

            return MLImage.CreateFromPixels(Width, Height, MLPixelFormat.Bgra32, bgra.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bgra);
        }
    }

    private static void DropAlpha(ReadOnlySpan<byte> source, Span<byte> destination, bool swapRedAndBlue)
    {
        // Four pixels at a time: 16 bytes are read and 16 written; the next store overwrites the last four.
        var order = swapRedAndBlue
            ? Vector128.Create((byte)2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 255, 255, 255, 255)
            : Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255);
        ref byte from = ref MemoryMarshal.GetReference(source);
        ref byte to = ref MemoryMarshal.GetReference(destination);
        int pixels = destination.Length / 3;
        int pixel = 0;
        for (; pixel * 3 + Vector128<byte>.Count <= destination.Length; pixel += 4)
        {
            Vector128.Shuffle(Vector128.LoadUnsafe(ref from, (nuint)(pixel * 4)), order).StoreUnsafe(ref to, (nuint)(pixel * 3));
        }

        int first = swapRedAndBlue ? 2 : 0;
        for (; pixel < pixels; pixel++)
        {
            destination[pixel * 3] = source[pixel * 4 + first];
            destination[pixel * 3 + 1] = source[pixel * 4 + 1];
            destination[pixel * 3 + 2] = source[pixel * 4 + 2 - first];
        }
    }
}
