using System.Security.Cryptography;

namespace Ass.MLNet.Files;

/// <summary>Identifies a file by its content.</summary>
internal static class FileHash
{
    /// <summary>SHA-256, in hexadecimal digits.</summary>
    public static string Of(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
