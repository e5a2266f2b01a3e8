using Ass.MLNet.Images;

namespace Ass.MLNet.Sampling;

/// <summary>One augmented training image, and its label if the stream has labels.</summary>
/// <param name="Image">Pixels, 0–255.</param>
/// <param name="Ids">Train ids of the image's size, 255 = ignored; null in a stream without labels.</param>
internal sealed record Sample(BgrImage Image, byte[]? Ids)
{
    /// <summary>Where in the image the picture lies; all around is padding. Null: everywhere.</summary>
    public Window? Picture { get; init; }

    /// <summary>Recycles the arrays; nobody may look at them any more.</summary>
    public void GiveBack()
    {
        PixelBuffers.Give(Image.Pixels);
        if (Ids is not null)
        {
            PixelBuffers.Give(Ids);
        }
    }
}
