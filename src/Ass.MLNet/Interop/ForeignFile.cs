using System.Text;

namespace Ass.MLNet;

/// <summary>Says what a file is that is not what was expected, from its first bytes.</summary>
internal static class ForeignFile
{
    /// <summary>As many bytes tell.</summary>
    public const int TellingBytes = 512;

    /// <param name="first">The first bytes, as many as there are up to <see cref="TellingBytes"/>.</param>
    /// <returns>The end of a sentence that begins with "it is".</returns>
    public static string Describe(ReadOnlySpan<byte> first)
    {
        if (first.IsEmpty)
            return "empty";
        string text = Encoding.Latin1.GetString(first).TrimStart('\u00EF', '\u00BB', '\u00BF', ' ', '\t', '\r', '\n');
        if (text.StartsWith("version https://git-lfs.github.com/spec/", StringComparison.Ordinal))
            return "a Git LFS pointer, which stands for a file that was not fetched (git lfs pull fetches it)";
        if (text.StartsWith("<!DOCTYPE html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase))
            return "an HTML page, as a download gives that ended on a page instead of the file";
        if (first is [0x80, >= 2 and <= 5, ..])
            return "a PyTorch checkpoint (weights without a network; training can start from it)";
        if (first.Length > 8 && first[8] == '{' && BitConverter.ToUInt64(first) < 100_000_000)
            return "a safetensors file (weights without a network; training can start from it)";
        if (first.IndexOfAnyExcept((byte)0) < 0)
            return "a file of zeros";
        return $"a file that begins with {Convert.ToHexString(first[..Math.Min(8, first.Length)])}";
    }
}
