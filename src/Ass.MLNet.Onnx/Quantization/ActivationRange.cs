namespace Ass.MLNet.Quantization;

/// <summary>The range of a value's numbers, over which the integers from 0 to 255 are spread evenly.</summary>
/// <param name="Low">The least number that was seen.</param>
/// <param name="High">The largest.</param>
internal readonly record struct ActivationRange(float Low, float High)
{
    private const int Steps = byte.MaxValue;

    /// <summary>What nothing has been seen of.</summary>
    public static ActivationRange Empty { get; } = new(float.PositiveInfinity, float.NegativeInfinity);

    /// <summary>The distance of two neighbouring integers; 1 where all numbers are 0.</summary>
    /// <remarks>The range is widened to hold 0, which padding and ReLUs need exactly. Of a range from 0, 255 steps end no higher than the
    /// range: ONNX Runtime computes a ReLU6 along with its convolution only where none of the integers stands for more than 6.</remarks>
    public float Scale
    {
        get
        {
            float span = Math.Max(High, 0) - Math.Min(Low, 0),
                scale = span / Steps;
            scale = scale * Steps > span ? MathF.BitDecrement(scale) : scale;
            return float.IsNormal(scale) ? scale : 1;
        }
    }

    /// <summary>The integer that stands for 0.</summary>
    public byte ZeroPoint => (byte)Math.Clamp(MathF.Round(-Math.Min(Low, 0) / Scale), byte.MinValue, byte.MaxValue);

    /// <summary>The range of these numbers and others.</summary>
    public ActivationRange With(float low, float high) => new(Math.Min(Low, low), Math.Max(High, high));
}
