using Ass.MLNet.Images;
using Ass.MLNet.Sampling;
using Microsoft.ML;

namespace Ass.MLNet.Tests;

/// <summary>Streams of augmented samples for tests, and what they give.</summary>
internal static class Streams
{
    public static SampleStream Open(
        IDataView data,
        StreamKind kind,
        int threads,
        StreamPosition start = default,
        DecodedCache? cache = null,
        AssSegmentationOptions? options = null,
        ImageSize? baseSize = null,
        RareClassSampling? rareClasses = null,
        SampleShare? share = null
    ) =>
        new(
            new SampleSource(
                data,
                new SamplingColumns(data.Schema["Image"], data.Schema["Label"], data.Schema["Domain"], 3),
                kind,
                new Augmentation(options ?? new AssSegmentationOptions(), baseSize, [1, 2, 3]),
                Seed: 5,
                cache,
                rareClasses
            ),
            decodedAhead: 4,
            threads,
            start,
            share
        );

    /// <summary>Pixels, labels and positions of the next samples.</summary>
    public static (long Image, long Label, StreamPosition After)[] Take(SampleStream stream, int count, int batchSize = 1)
    {
        return
        [
            .. Enumerable
                .Range(0, count)
                .SelectMany(_ => stream.Take(batchSize, default))
                .Select(sample =>
                {
                    var taken = (Hash(sample.Image.Pixels), Hash(sample.Ids ?? []), stream.Position);

                    // As training does: whatever still looked at these arrays would see other samples in them.
                    PixelBuffers.Give(sample.Image.Pixels);
                    if (sample.Ids is not null)
                    {
                        PixelBuffers.Give(sample.Ids);
                    }
                    return taken;
                }),
        ];

        static long Hash(byte[] bytes) => bytes.Aggregate(17L, (hash, b) => hash * 31 + b);
    }
}
