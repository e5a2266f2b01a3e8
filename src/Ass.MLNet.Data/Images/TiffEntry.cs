namespace Ass.MLNet.Images;

/// <summary>An entry of a <see cref="TiffDirectory"/>.</summary>
/// <param name="Tag">What it is about.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Count">The number of its values, all of which lie inside the file.</param>
/// <param name="Value">Its value, if <see cref="IsNumber"/>; otherwise 0.</param>
internal readonly record struct TiffEntry(int Tag, int Type, uint Count, uint Value)
{
    /// <summary>The types of whole numbers without sign, of 16, 32 and 64 bits.</summary>
    public const int Short = 3,
        Long = 4,
        Long8 = 16;

    /// <summary>Whether it is a single whole number of 16 or 32 bits.</summary>
    public bool IsNumber => Count == 1 && (Type is Short or Long);
}
