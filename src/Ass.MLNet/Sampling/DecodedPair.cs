using Ass.MLNet.Images;

namespace Ass.MLNet.Sampling;

/// <summary>A row's decoded image, and its label if the stream has labels.</summary>
/// <param name="Image">The image at its own size.</param>
/// <param name="Ids">Train ids of the same size; null in a stream without labels.</param>
/// <param name="IsImageKept">Whether the image belongs to a <see cref="DecodedCache"/>.</param>
/// <param name="AreIdsKept">Whether the label does.</param>
internal sealed record DecodedPair(BgrImage Image, byte[]? Ids, bool IsImageKept, bool AreIdsKept)
{
    /// <summary>Makes a sample with arrays of its own, and recycles those that nobody needs any more.</summary>
    public Sample ToSample(Augmentation augmentation, Random random)
    {
        var sample = augmentation.Apply(Image, Ids, random);
        var (image, ids) = sample;
        if (image != Image)
        {
            Recycle(Image.Pixels, IsImageKept);
        }
        else if (IsImageKept)
        {
            image = new BgrImage(image.Width, image.Height, Copy(image.Pixels));
        }

        if (ids is not null && ids != Ids)
        {
            Recycle(Ids!, AreIdsKept);
        }
        else if (ids is not null && AreIdsKept)
        {
            ids = Copy(ids);
        }

        return sample with
        {
            Image = image,
            Ids = ids,
        };
    }

    private static void Recycle(byte[] bytes, bool isKept)
    {
        if (!isKept)
        {
            PixelBuffers.Give(bytes);
        }
    }

    private static byte[] Copy(byte[] bytes)
    {
        byte[] copy = PixelBuffers.Take(bytes.Length);
        bytes.CopyTo(copy, 0);
        return copy;
    }
}
