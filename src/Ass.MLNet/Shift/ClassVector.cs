namespace Ass.MLNet;

/// <summary>A class vector: a network's features of one class in one image, averaged over the class's pixels.</summary>
/// <param name="ClassId">The train id, from 0.</param>
/// <param name="Values">C values, one per channel of the backbone's last feature map.</param>
public sealed record ClassVector(int ClassId, ReadOnlyMemory<float> Values)
{
    /// <summary>The vector normalised to length 1; a zero vector is unchanged.</summary>
    internal ReadOnlyMemory<float> Direction()
    {
        double squares = 0;
        foreach (float value in Values.Span)
        {
            squares += (double)value * value;
        }
        double length = Math.Sqrt(squares);
        return length > 0 ? Array.ConvertAll(Values.ToArray(), value => (float)(value / length)) : Values;
    }
}
