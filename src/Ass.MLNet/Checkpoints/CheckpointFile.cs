using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ass.MLNet.Files;
using Ass.MLNet.Torch;
using TorchSharp;

namespace Ass.MLNet.Checkpoints;

/// <summary>A checkpoint on disk: the training state and tensors, with a checksum over both.</summary>
/// <remarks>Files are not trusted: the checksum is verified before anything else is read, and tensors are read into existing
/// ones.</remarks>
internal static class CheckpointFile
{
    // *** Binary format *** (little endian)
    // 8 bytes: "ASSCHECK"
    // int: version, 1
    // int: length in bytes, UTF-8 bytes: the state as JSON
    // tensors: see TensorRecords
    // 32 bytes: SHA-256 of everything before
    private const int Version = 1;
    private const int MaximumStateBytes = 4 << 20;
    private static readonly byte[] Magic = "ASSCHECK"u8.ToArray();

    // A sum may be NaN: the gradient norm of a step whose losses were sound.
    private static readonly JsonSerializerOptions WithNaN = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static void Write(string path, TrainingState state, IReadOnlyDictionary<string, torch.Tensor> tensors) =>
        AtomicFile.Write(
            path,
            stream =>
            {
                using var sha = SHA256.Create();
                using (var hashing = new CryptoStream(stream, sha, CryptoStreamMode.Write, leaveOpen: true))
                using (var writer = new BinaryWriter(hashing, Encoding.UTF8, leaveOpen: true))
                {
                    writer.Write(Magic);
                    writer.Write(Version);
                    var json = JsonSerializer.SerializeToUtf8Bytes(state, WithNaN);
                    writer.Write(json.Length);
                    writer.Write(json);
                    TensorRecords.Write(writer, tensors);
                }

                stream.Write(sha.Hash!);
            },
            durable: true
        );

    /// <summary>Reads the state of an intact file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or not a checkpoint.</exception>
    public static TrainingState ReadState(string path)
    {
        using var stream = OpenChecked(path);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        return ReadState(reader);
    }

    /// <summary>Fills all of <paramref name="tensors"/> from a file that <see cref="ReadState(string)"/> has accepted.</summary>
    /// <exception cref="InvalidDataException">The file contains different tensors.</exception>
    public static void ReadTensors(string path, IReadOnlyDictionary<string, torch.Tensor> tensors)
    {
        using var stream = OpenChecked(path);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        ReadState(reader);
        TensorRecords.Read(reader, tensors);
    }

    private static FileStream OpenChecked(string path)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 20);
        try
        {
            CheckSum(stream);
            stream.Position = 0;
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static void CheckSum(FileStream stream)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long left = stream.Length - SHA256.HashSizeInBytes;
        Require(left > 0, "it is too short");
        var buffer = new byte[1 << 20];
        while (left > 0)
        {
            int count = (int)Math.Min(left, buffer.Length);
            stream.ReadExactly(buffer, 0, count);
            hash.AppendData(buffer, 0, count);
            left -= count;
        }

        var expected = new byte[SHA256.HashSizeInBytes];
        stream.ReadExactly(expected);
        Require(hash.GetHashAndReset().AsSpan().SequenceEqual(expected), "its checksum does not match its content");
    }

    private static TrainingState ReadState(BinaryReader reader)
    {
        Require(reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic), "it does not start as a checkpoint does");
        int version = reader.ReadInt32();
        Require(version == Version, $"its version is {version}, and this library reads version {Version}");
        int length = reader.ReadInt32();
        Require(length is > 0 and <= MaximumStateBytes, $"its state is said to take {length} bytes");
        var json = reader.ReadBytes(length);
        try
        {
            var state = JsonSerializer.Deserialize<TrainingState>(json, WithNaN)
                ?? throw new InvalidDataException("The checkpoint cannot be read: it has no state.");
            Require(state.LastStageBlocks is null or 2 or 3, $"its network is said to end in {state.LastStageBlocks} blocks");
            return state;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("The checkpoint cannot be read: its state is not valid JSON.", e);
        }
    }

    private static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw new InvalidDataException($"The checkpoint cannot be read: {problem}.");
        }
    }
}
