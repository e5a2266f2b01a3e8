namespace Ass.MLNet.Files;

/// <summary>The byte order mark that some editors write before text in UTF-8, and that is no part of JSON.</summary>
internal static class ByteOrderMark
{
    /// <summary>The number of bytes that the mark takes at the beginning of a text; 0 if there is none.</summary>
    /// <param name="text">The beginning of a text in UTF-8.</param>
    public static int LengthIn(ReadOnlySpan<byte> text)
    {
        var mark = "\uFEFF"u8;
        return text.StartsWith(mark) ? mark.Length : 0;
    }

    /// <summary>A text in UTF-8 without the mark.</summary>
    public static ReadOnlyMemory<byte> Skip(ReadOnlyMemory<byte> text) => text[LengthIn(text.Span)..];
}
