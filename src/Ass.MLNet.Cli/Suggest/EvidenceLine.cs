using System.Runtime.InteropServices;
using Ass.MLNet.Cli.Runs;

namespace Ass.MLNet.Cli.Suggest;

/// <summary>What a network said of an image, as a line of a record.</summary>
/// <param name="Image">The image's path.</param>
/// <param name="Length">The file's length in bytes.</param>
/// <param name="Modified">When the file was last written.</param>
/// <param name="Descriptor">The descriptor's 32-bit floats.</param>
/// <param name="Shares">The classes' shares, 32-bit floats.</param>
/// <param name="Uncertainty">The uncertainty.</param>
internal sealed record EvidenceLine(string Image, long Length, DateTime Modified, byte[] Descriptor, byte[] Shares, float Uncertainty)
    : IImageEntry
{
    public static EvidenceLine Of(string path, ImageEvidence evidence)
    {
        var version = ImageVersion.Of(path);
        return new(
            path,
            version.Length,
            version.Modified,
            MemoryMarshal.AsBytes<float>([.. evidence.Descriptor]).ToArray(),
            MemoryMarshal.AsBytes<float>([.. evidence.ClassShares]).ToArray(),
            evidence.Uncertainty
        );
    }

    /// <summary>Null if the line is damaged.</summary>
    public ImageEvidence? ToEvidence()
    {
        try
        {
            return new ImageEvidence(Floats(Descriptor), Floats(Shares), Uncertainty);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static float[] Floats(byte[]? bytes) => MemoryMarshal.Cast<byte, float>(bytes ?? []).ToArray();
}
