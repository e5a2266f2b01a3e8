using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Datasets;

namespace Ass.MLNet.Cli.Research.Study;

/// <summary>Labelled training images that are measured on instead of trained on, so that choices need not be made on the images that are
/// reported.</summary>
/// <remarks>
/// They are blocks of the ordered set, one at a random place in each sixth of it. Consecutive frames of a video are nearly the same
/// picture: had single images been drawn, almost each would have a neighbour in training, and what learns by heart would win. Sixths, so
/// that every drive of the set has its share.
/// </remarks>
/// <param name="Count">How many images, at most half of those that have labels.</param>
/// <param name="Seed">Which ones.</param>
internal sealed record HoldBack(int Count, int Seed)
{
    private const int MostBlocks = 6;

    /// <summary>The places of the images held back, in ascending order.</summary>
    /// <param name="available">How many images there are to choose from.</param>
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
