using Ass.MLNet.Images;

namespace Ass.MLNet;

/// <summary>A value that label files hold but their <see cref="LabelMap"/> does not list; its pixels are ignored in training.</summary>
/// <param name="Value">The raw value, 0–65535, or a colour, 0xRRGGBB.</param>
/// <param name="Pixels">The number of pixels with it, over all files.</param>
/// <param name="Files">The number of label files it occurs in.</param>
/// <param name="ExamplePath">The first of these files, in the order of the sets.</param>
public sealed record UnlistedLabelValue(int Value, long Pixels, int Files, string ExamplePath)
{
    /// <summary>Whether the value is a colour, since the label map is one of colours.</summary>
    public bool IsColor { get; init; }

    /// <summary>The value as people write it, for instance <c>7</c> or <c>#804080</c>.</summary>
    public string Text => IsColor ? Rgb24.Text(Value) : Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
