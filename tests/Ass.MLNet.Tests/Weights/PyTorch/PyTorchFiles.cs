using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Ass.MLNet.Tests;

/// <summary>Puts pickles and storages together into files of PyTorch's two formats.</summary>
internal static class PyTorchFiles
{
    private static readonly byte[] LegacyStart =
    [
        0x80,
        2,
        0x8A,
        10,
        0x6C,
        0xFC,
        0x9C,
        0x46,
        0xF9,
        0x20,
        0x6A,
        0xA8,
        0x50,
        0x19,
        (byte)'.',
        0x80,
        2,
        (byte)'M',
        0xE9,
        3,
        (byte)'.',
        0x80,
        2,
        (byte)'}',
        (byte)'.',
    ];

    public static byte[] Zip(byte[] pickle, params (string Key, float[] Values)[] storages) =>
        Zip(
            CompressionLevel.NoCompression,
            [("archive/data.pkl", pickle), .. storages.Select(s => ($"archive/data/{s.Key}", Bytes(s.Values)))]
        );

    public static byte[] Zip(CompressionLevel level, params (string Name, byte[] Content)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream entry = archive.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }

    public static byte[] Legacy(byte[] pickle, params (string Key, float[] Values)[] storages)
    {
        byte[] keys = PickleWriter.Write(list =>
        {
            list.Op("](");
            Array.ForEach(storages, storage => list.Text(storage.Key));
            list.Op("e");
        });
        return
        [
            .. LegacyStart,
            .. pickle,
            .. keys,
            .. storages.SelectMany(s => (byte[])[.. BitConverter.GetBytes((long)s.Values.Length), .. Bytes(s.Values)]),
        ];
    }

    private static byte[] Bytes(float[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
