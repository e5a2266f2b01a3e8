using System.Security.Cryptography;
using System.Text;

namespace Ass.MLNet.Cli.Research.Cells;

/// <summary>Names of images, by which a cell's data are compared wherever they lie.</summary>
internal static class ImageNames
{
    public static string Hash(IEnumerable<string> names) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', names))).AsSpan(0, 8));
}
