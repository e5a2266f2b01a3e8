using Ass.MLNet.Images;
using Ass.MLNet.Losses;

namespace Ass.MLNet.SelfTraining;

/// <summary>Which parts of labelled images are pasted into unlabelled ones, and what is known of the result.</summary>
/// <param name="From">For each of B images, the place of the labelled batch that it gets parts of; that batch's image in the same place is
/// pasted.</param>
/// <param name="Overlaps">For each of B images, where it and that image lie upon each other.</param>
/// <param name="Pictured">B·H·W: whether the unlabelled image has a pixel there, pasted over or not; elsewhere it is padded.</param>
/// <param name="Origins">B·H·W: where each pixel comes from.</param>
/// <param name="Given">B·H·W train ids of the pasted pixels; 255 elsewhere, and where the pasted label is ignored.</param>
internal sealed record Mixture(int[] From, Overlap[] Overlaps, bool[] Pictured, PixelOrigin[] Origins, byte[] Given)
{
    /// <summary>Number of pixels that show something: all but the padding.</summary>
    public int ShownPixels => Origins.Length - Origins.AsSpan().Count(PixelOrigin.Padding);
}

/// <summary>Labels of B images, and where in each of them the picture lies; all around is padding.</summary>
internal readonly record struct LabeledBatch(LabelBatch Labels, IReadOnlyList<Window> Pictures);

/// <summary>What two images of perhaps different sizes have in common when they are laid upon each other.</summary>
/// <param name="Labeled">In the labelled image.</param>
/// <param name="Unlabeled">In the unlabelled one; of the same size.</param>
internal readonly record struct Overlap(Window Labeled, Window Unlabeled);

/// <summary>Where a pixel of a mixed image comes from.</summary>
internal enum PixelOrigin : byte
{
    /// <summary>It is no part of a picture.</summary>
    Padding,

    /// <summary>From the unlabelled image: the teacher labels it.</summary>
    Unlabeled,

    /// <summary>From a labelled image.</summary>
    Pasted,
}
