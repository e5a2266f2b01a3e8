namespace Ass.MLNet.Quantization;

/// <summary>A convolution's weights and bias as integers, with a scale for each channel of its output.</summary>
/// <param name="Weights">The weights, from −127 to 127.</param>
/// <param name="Scales">What a channel's weights are multiplied with to be those of the network.</param>
/// <param name="Bias">The bias in steps of <paramref name="BiasScales"/>.</param>
/// <param name="BiasScales">Per channel, the scale of the weights times that of the convolution's input.</param>
internal sealed record IntegerWeights(sbyte[] Weights, float[] Scales, int[] Bias, float[] BiasScales)
{
    // Leaves room for the sum of products that the bias is added to.
    private const float LargestBias = 1 << 30;

    /// <param name="weights">The weights, the channels of the output outermost.</param>
    /// <param name="bias">A number for each channel of the output; none: zeros.</param>
    /// <param name="channels">The number of channels of the output.</param>
    /// <param name="inputScale">The scale of the convolution's input.</param>
    /// <remarks>A channel's scale follows from its largest weight, unless its bias would be too large for 32 bits then: folded batch norms
    /// leave channels with a bias and next to no weights.</remarks>
    public static IntegerWeights Of(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, int channels, float inputScale)
    {
        int each = weights.Length / channels;
        var result = new IntegerWeights(
            new sbyte[weights.Length],
            new float[channels],
            bias.IsEmpty ? [] : new int[channels],
            bias.IsEmpty ? [] : new float[channels]
        );
        for (int c = 0; c < channels; c++)
        {
            var channel = weights.Slice(c * each, each);
            float largest = 0;
            foreach (float weight in channel)
            {
                largest = Math.Max(largest, Math.Abs(weight));
            }
            float scale = largest / sbyte.MaxValue;
            if (!bias.IsEmpty)
            {
                scale = Math.Max(scale, Math.Abs(bias[c]) / (inputScale * LargestBias));
            }
            scale = float.IsNormal(scale) ? scale : 1;
            for (int i = 0; i < each; i++)
            {
                result.Weights[(c * each) + i] = (sbyte)Math.Clamp(MathF.Round(channel[i] / scale), -sbyte.MaxValue, sbyte.MaxValue);
            }
            result.Scales[c] = scale;
            if (!bias.IsEmpty)
            {
                result.BiasScales[c] = scale * inputScale;
                result.Bias[c] = (int)Math.Round((double)bias[c] / result.BiasScales[c]);
            }
        }
        return result;
    }
}
