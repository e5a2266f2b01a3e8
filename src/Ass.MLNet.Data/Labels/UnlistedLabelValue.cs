using Ass.MLNet.Images;

namespace Ass.MLNet;

/// <summary>A value that occurs in label files but is not listed in their <see cref="LabelMap"/>. Training ignores its pixels.</summary>
/// <param name="Value">The raw value, 0–65535, or a colour, 0xRRGGBB.</param>
/// <param name="Pixels">The number of pixels with this value, over all files.</param>
/// <param name="Files">The number of label files that contain it.</param>
/// <param name="ExamplePath">The first of these files, in the order of the sets.</param>
public sealed record UnlistedLabelValue(int Value, long Pixels, int Files, string ExamplePath)
{
    /// <summary>Whether the value is a colour (the label map is a colour map).</summary>
    public bool IsColor { get; init; }

    /// <summary>The value in the usual notation, for instance <c>7</c> or <c>#804080</c>.</summary>
    public string Text => IsColor ? Rgb24.Text(Value) : Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
