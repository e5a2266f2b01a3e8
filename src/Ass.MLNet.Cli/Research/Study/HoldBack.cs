using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Datasets;

namespace Ass.MLNet.Cli.Research.Study;

/// <summary>Labelled training images held back for evaluation, so that choices are not made on the images used for reporting.</summary>
/// <remarks>
/// They are blocks of the ordered set, one at a random position in each sixth of it. Consecutive video frames are nearly identical: with
/// single random images, almost every one would have a neighbour in training, which rewards memorisation. Sixths give every drive of the
/// set its share.
/// </remarks>
/// <param name="Count">Number of images, at most half of the labelled ones.</param>
/// <param name="Seed">Seed of the choice.</param>
internal sealed record HoldBack(int Count, int Seed)
{
    private const int MostBlocks = 6;

    /// <summary>The places of the images held back, in ascending order.</summary>
    /// <param name="available">The number of images to choose from.</param>
    /// <exception cref="UsageException">More than half of them are asked for.</exception>
    public IReadOnlyList<int> Choose(int available)
    {
        if (Count > available / 2)
        {
            throw new UsageException($"'holdBack' must be at most half of the target's {available} labelled images, but is {Count}.");
        }
        int blocks = Math.Min(MostBlocks, Count);
        var random = new SubtractiveRandom(Seed);
        var places = new List<int>(Count);
        for (int i = 0; i < blocks; i++)
        {
            var (first, end) = (Share(available, i), Share(available, i + 1));
            int length = Share(Count, i + 1) - Share(Count, i);
            places.AddRange(Enumerable.Range(random.Next(first, end - length + 1), length));
        }

        return places;

        int Share(int total, int parts) => (int)((long)total * parts / blocks);
    }
}
