using System.Buffers.Binary;
using System.IO.Hashing;
using System.Net;
using Ass.MLNet;
using Microsoft.ML;

namespace LongRuns;

/// <summary>A request and its answer.</summary>
/// <param name="Name">What it is.</param>
/// <param name="File">The body.</param>
/// <param name="Status">The answer's status; null: the mask of whatever is left of the picture, or a refusal.</param>
/// <param name="Mask">The answer's body: the PNG of train ids; null where anything will do.</param>
internal sealed record ServicePicture(string Name, byte[] File, HttpStatusCode? Status, byte[]? Mask);

/// <summary>Pictures for the service, with the masks that the same model gives them in this process.</summary>
internal static class ServicePictures
{
    private const int Distinct = 20;

    /// <summary>Pictures of several sizes, half of them JPEG.</summary>
    /// <param name="folder">Where they may be written.</param>
    /// <param name="graph">The model.</param>
    public static IReadOnlyList<ServicePicture> Make(string folder, string graph)
    {
        using var model = OnnxSegmentationTransformer.Load(new MLContext(), graph, new OnnxRuntimeOptions { Threads = 1 });
        return [.. Enumerable.Range(0, Distinct).Select(i => Make(folder, model, i))];
    }

    /// <summary>Bodies that must be refused, and damaged pictures.</summary>
    public static IReadOnlyList<ServicePicture> Bad(IReadOnlyList<ServicePicture> pictures)
    {
        var good = pictures[0];
        return
        [
            new("nothing", [], HttpStatusCode.BadRequest, null),
            new("a text", "This is not a picture."u8.ToArray(), HttpStatusCode.BadRequest, null),
            new("half a picture", good.File[..(good.File.Length / 2)], HttpStatusCode.BadRequest, null),
            new("too many pixels", Wide(good.File), HttpStatusCode.RequestEntityTooLarge, null),
            new("too many bytes", new byte[20_000_001], HttpStatusCode.RequestEntityTooLarge, null),
            .. Enumerable
                .Range(0, 40)
                .Select(i => new ServicePicture($"damage {i}", Damage(pictures[i % pictures.Count].File, i), null, null)),
        ];
    }

    /// <summary>Some bytes are others, half of them near the start, where they count most.</summary>
    private static byte[] Damage(byte[] file, int seed)
    {
        var random = new Random(seed);
        byte[] damaged = [.. file];
        for (int i = 0; i < 20; i++)
        {
            damaged[random.Next(i % 2 == 0 ? 1000 : damaged.Length)] = (byte)random.Next(256);
        }

        return damaged;
    }

    /// <summary>A PNG whose header says 10000x10000 pixels, more than are taken, and whose check sum is right.</summary>
    private static byte[] Wide(byte[] png)
    {
        byte[] wide = [.. png];
        var header = wide.AsSpan(12, 17); // its name and its content
        BinaryPrimitives.WriteInt32BigEndian(header[4..], 10_000);
        BinaryPrimitives.WriteInt32BigEndian(header[8..], 10_000);
        BinaryPrimitives.WriteUInt32BigEndian(wide.AsSpan(29), Crc32.HashToUInt32(header));
        return wide;
    }

    private static ServicePicture Make(string folder, OnnxSegmentationTransformer model, int number)
    {
        string path = Path.Combine(folder, $"{number}.{(number % 2 == 0 ? "png" : "jpg")}");
        var (drawn, _) = Pictures.Make(number, 320 + (number % 5 * 80), 240 + (number % 4 * 80), target: true);
        using (drawn)
        {
            drawn.Save(path);
        }

        using var picture = ImageFile.Read(path);
        return new ServicePicture(Path.GetFileName(path), File.ReadAllBytes(path), HttpStatusCode.OK, model.Segment(picture).EncodeIds());
    }
}
