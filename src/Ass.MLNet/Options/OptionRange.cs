using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Ass.MLNet.Options;

/// <summary>The range of an option's values.</summary>
/// <param name="Expected">The range in words, for error messages.</param>
/// <param name="Bounds">The range in words, for the option's help; null if there is nothing to say.</param>
/// <param name="Contains">Tests whether a non-null value is in the range.</param>
internal sealed record OptionRange(string Expected, string? Bounds, Func<object, bool> Contains)
{
    private const int LongestSide = 32768;

    private static readonly OptionRange Everything = new("any value", null, _ => true);

    public static OptionRange Of(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
        {
            return new(Either(allowed.Values), null, value => allowed.Values.Contains(value));
        }

        if (type.IsEnum)
        {
            return new(string.Join(", ", Enum.GetNames(type)), null, value => Enum.IsDefined(type, value));
        }

        if (type == typeof(string))
        {
            return new("a text that is not empty", null, value => !string.IsNullOrWhiteSpace((string)value));
        }

        if (type == typeof(ImageSize))
        {
            return new($"a width and a height of 1 to {LongestSide}", null, value => IsPossible((ImageSize)value));
        }

        return property.GetCustomAttribute<RangeAttribute>() is { } range ? OfNumbers(range, isWhole: type == typeof(int)) : Everything;
    }

    /// <summary>Whether the value is finite as a 32-bit float, the network's number type (up to 3.4e38).</summary>
    public static bool IsFloat(double value) => float.IsFinite((float)value);

    private static OptionRange OfNumbers(RangeAttribute range, bool isWhole)
    {
        double least = Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture);
        double most = Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture);
        bool isOpen = most is int.MaxValue or double.MaxValue;
        string bounds = (isOpen, range.MinimumIsExclusive, range.MaximumIsExclusive) switch
        {
            (true, true, _) => $"above {least}",
            (true, false, _) => least == 0 ? "0 or more" : $"at least {least}",
            (false, _, true) => $"{least} to below {most}",
            (false, _, false) => $"{least} to {most}",
        };
        string expected = isWhole || !isOpen ? bounds : $"a number {(range.MinimumIsExclusive ? "" : "of ")}{bounds}";
        return new(expected, bounds, value => IsInside(Convert.ToDouble(value, CultureInfo.InvariantCulture)));

        bool IsInside(double value) =>
            IsFloat(value)
            && (range.MinimumIsExclusive ? value > least : value >= least)
            && (range.MaximumIsExclusive ? value < most : value <= most);
    }

    private static bool IsPossible(ImageSize size) => size is { Width: >= 1 and <= LongestSide, Height: >= 1 and <= LongestSide };

    private static string Either(object?[] values) => $"{string.Join(", ", values[..^1])} or {values[^1]}";
}
