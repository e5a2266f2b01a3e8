namespace Ass.MLNet.Appearance;

/// <summary>An affine map of an image's colours: x' = M x + o g, where x is a pixel (B, G, R) and g the image's mean grey.</summary>
/// <remarks>
/// The grey of a pixel is w x with w = (0.114, 0.587, 0.299) for B, G, R (ITU-R BT.601). Each of the four changes is such a map:
/// <list type="bullet">
/// <item>brightness b: x' = b x</item>
/// <item>contrast c: x' = c x + (1 − c) g</item>
/// <item>saturation s: x' = s x + (1 − s) w x</item>
/// <item>hue t: with y = w x, the colour differences (0.492 (B − y), 0.877 (R − y)), the U and V of YUV, are turned by t turns; y
/// stays</item>
/// </list>
/// They are applied in this order, and any other gives the same: saturation and hue leave every grey as it is, and the first two do
/// the same to all colours. Values are limited to 0 … 255 once, after all four.
/// </remarks>
internal sealed class ColorMap
{
    /// <summary>Probability that a drawn map changes anything.</summary>
    public const double Probability = 0.8;

    private const double BlueGrey = 0.114,
        GreenGrey = 0.587,
        RedGrey = 0.299;
    private const double BlueScale = 0.492,
        RedScale = 0.877;

    private readonly double[] _matrix;

    private ColorMap(double[] matrix, double greyShare) => (_matrix, GreyShare) = (matrix, greyShare);

    /// <summary>Changes nothing.</summary>
    public static ColorMap Identity { get; } = new([1, 0, 0, 0, 1, 0, 0, 0, 1], 0);

    /// <summary>The weights w of B, G and R in the grey.</summary>
    public static IReadOnlyList<double> GreyWeights { get; } = [BlueGrey, GreenGrey, RedGrey];

    /// <summary>M by rows; rows and columns are B, G, R.</summary>
    public IReadOnlyList<double> Matrix => _matrix;

    /// <summary>o: how much of the image's mean grey is added to each channel.</summary>
    public double GreyShare { get; }

    /// <param name="brightness">b, 0 or more; 1 changes nothing.</param>
    /// <param name="contrast">c, 0 or more; 1 changes nothing.</param>
    /// <param name="saturation">s, 0 or more; 1 changes nothing.</param>
    /// <param name="hue">t in turns; 0 changes nothing.</param>
    public static ColorMap Of(double brightness = 1, double contrast = 1, double saturation = 1, double hue = 0)
    {
        var (sin, cos) = Math.SinCos(2 * Math.PI * hue);
        double[] matrix = new double[9];
        for (int column = 0; column < 3; column++)
        {
            // What becomes of the colour that is 1 in this channel and 0 in the others.
            double grey = GreyWeights[column];
            double u = BlueScale * ((column == 0 ? 1 : 0) - grey);
            double v = RedScale * ((column == 2 ? 1 : 0) - grey);
            double blue = grey + saturation * (cos * u - sin * v) / BlueScale;
            double red = grey + saturation * (sin * u + cos * v) / RedScale;
            double green = (grey - BlueGrey * blue - RedGrey * red) / GreenGrey;
            (matrix[column], matrix[3 + column], matrix[6 + column]) = (
                brightness * contrast * blue,
                brightness * contrast * green,
                brightness * contrast * red
            );
        }
        return new ColorMap(matrix, brightness * (1 - contrast));
    }

    /// <summary>With probability 0.8 a map of random strength, else <see cref="Identity"/>. Takes five numbers of <paramref name="random"/>
    /// either way: whether anything changes, then brightness, contrast, saturation and hue.</summary>
    /// <param name="random">The only source of randomness.</param>
    /// <param name="strength">s, 0 to 1: brightness, contrast and saturation are uniform in 1 − s … 1 + s, hue in −s/4 … s/4
    /// turns.</param>
    public static ColorMap Draw(Random random, double strength)
    {
        bool changes = random.NextDouble() < Probability;
        double brightness = 1 + Signed();
        double contrast = 1 + Signed();
        double saturation = 1 + Signed();
        double hue = Signed() / 4;
        return changes ? Of(brightness, contrast, saturation, hue) : Identity;

        double Signed() => strength * (2 * random.NextDouble() - 1);
    }
}
