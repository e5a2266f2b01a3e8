namespace Ass.MLNet;

/// <summary>What a network makes of one class in one image: its features, averaged over the class's pixels.</summary>
/// <param name="ClassId">The train id, from 0.</param>
/// <param name="Values">C numbers, one for each channel of the backbone's last feature map.</param>
public sealed record ClassVector(int ClassId, ReadOnlyMemory<float> Values)
{
    /// <summary>The vector made 1 long; a vector of zeros stays as it is.</summary>
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
