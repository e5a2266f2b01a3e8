namespace Ass.MLNet;

/// <summary>Centres and scales channels, so that none counts for more because its numbers are larger.</summary>
/// <remarks>
/// A network may multiply a channel by any number and the weights behind it by its inverse. Without this, the one or two channels that say "sky" with large numbers hide all others.
/// </remarks>
internal sealed class ChannelScale
{
    private readonly double[] mean;
    private readonly double[] factor;

    /// <param name="vectors">All class vectors of both domains.</param>
    public ChannelScale(IReadOnlyList<ReadOnlyMemory<float>> vectors)
    {
        int length = vectors.Count == 0 ? 0 : vectors[0].Length;
        (mean, factor) = (new double[length], new double[length]);
        foreach (var vector in vectors)
        {
            for (int i = 0; i < length; i++)
                mean[i] += vector.Span[i] / (double)vectors.Count;
        }

        foreach (var vector in vectors)
        {
            for (int i = 0; i < length; i++)
                factor[i] += (vector.Span[i] - mean[i]) * (vector.Span[i] - mean[i]) / vectors.Count;
        }

        // A channel that is the same everywhere says nothing; what its mean differs by is rounding.
        for (int i = 0; i < length; i++)
            factor[i] = vectors.All(v => v.Span[i] == vectors[0].Span[i]) ? 0 : 1 / Math.Sqrt(factor[i]);
    }

    /// <summary>The vector with each channel's mean taken off and divided by its standard deviation.</summary>
    public ReadOnlyMemory<float> Apply(ReadOnlyMemory<float> vector)
    {
        var scaled = new float[vector.Length];
        for (int i = 0; i < scaled.Length; i++)
            scaled[i] = (float)((vector.Span[i] - mean[i]) * factor[i]);
        return scaled;
    }
}
