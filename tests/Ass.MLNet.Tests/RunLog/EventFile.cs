using System.Buffers.Binary;
using System.Text;
using Tensorboard;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Reads TensorBoard's event files, check sums included, independently of the code that writes them.</summary>
internal static class EventFile
{
    public static List<Event> Read(string path)
    {
        Assert.Equal(0xE3069283u, Crc32C(Encoding.ASCII.GetBytes("123456789")));
        var events = new List<Event>();
        for (var rest = File.ReadAllBytes(path).AsSpan(); rest.Length > 0; )
        {
            int length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(rest));
            Assert.Equal(Masked(rest[..8]), BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]));
            var data = rest.Slice(12, length);
            Assert.Equal(Masked(data), BinaryPrimitives.ReadUInt32LittleEndian(rest[(12 + length)..]));
            events.Add(Event.Parser.ParseFrom(data.ToArray()));
            rest = rest[(16 + length)..];
        }

        return events;
    }

    /// <summary>What TensorBoard shows of a folder: steps and values of each curve, where a session's start hides older points at its step
    /// and later.</summary>
    public static Dictionary<string, List<(long Step, float Value)>> Curves(string folder)
    {
        var curves = new Dictionary<string, List<(long Step, float Value)>>();
        foreach (var path in Directory.GetFiles(folder, "*tfevents*").Order(StringComparer.Ordinal))
        {
            foreach (var message in Read(path))
            {
                if (message.SessionLog?.Status == SessionLog.Types.SessionStatus.Start)
                {
                    foreach (var curve in curves.Values)
                    {
                        curve.RemoveAll(point => point.Step >= message.Step);
                    }
                }

                foreach (var value in message.Summary?.Value.Where(v => v.Image is null) ?? [])
                {
                    curves.TryAdd(value.Tag, []);
                    curves[value.Tag].Add((message.Step, value.SimpleValue));
                }
            }
        }

        return curves;
    }

    private static uint Masked(ReadOnlySpan<byte> data)
    {
        uint crc = Crc32C(data);
        return unchecked(((crc >> 15) | (crc << 17)) + 0xA282EAD8u);
    }

    // Bit by bit, with the polynomial of RFC 3720 reversed.
    private static uint Crc32C(ReadOnlySpan<byte> data)
    {
        uint crc = ~0u;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0x82F63B78u;
            }
        }

        return ~crc;
    }
}
