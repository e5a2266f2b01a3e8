using System.Buffers.Binary;
using System.Numerics;

namespace Ass.MLNet.RunLog;

/// <summary>The framing of event files: TensorFlow's TFRecord.</summary>
/// <remarks>
/// Length of the data (8 bytes), its checksum (4), the data, its checksum (4), all little-endian. The checksum is CRC-32C, rotated right by
/// 15 bits plus a constant. Source: tensorflow/core/lib/io/record_writer.h and lib/hash/crc32c.h.
/// </remarks>
internal static class TensorBoardRecord
{
    private const uint MaskDelta = 0xA282EAD8;

    public static byte[] Frame(ReadOnlySpan<byte> data)
    {
        var record = new byte[sizeof(ulong) + sizeof(uint) + data.Length + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(sizeof(ulong)), CheckSum(record.AsSpan(0, sizeof(ulong))));
        data.CopyTo(record.AsSpan(sizeof(ulong) + sizeof(uint)));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(record.Length - sizeof(uint)), CheckSum(data));
        return record;
    }

    private static uint CheckSum(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        for (; data.Length >= sizeof(ulong); data = data[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        }

        foreach (byte value in data)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return BitOperations.RotateRight(~crc, 15) + MaskDelta;
    }
}
