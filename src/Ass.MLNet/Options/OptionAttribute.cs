namespace Ass.MLNet.Options;

/// <summary>Declares an option, once for everything that reads options; its range is a <c>[Range]</c> or <c>[AllowedValues]</c> beside
/// it.</summary>
/// <param name="commandLineName">What it is called on the command line; null where the command line does not set it. A switch
/// <c>--no-…</c> turns off what is on by default.</param>
/// <param name="help">What it does, in a line for the command line's help.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OptionAttribute(string? commandLineName, string help) : Attribute
{
    public string? CommandLineName => commandLineName;

    public string Help => help;

    public ChangeOnResume OnResume { get; init; } = ChangeOnResume.WithPermission;

    /// <summary>The name under which files keep the option; null: the property's. It never changes, so that earlier files can be
    /// read.</summary>
    public string? Key { get; init; }

    /// <summary>What the value must be, in an error, where its type or range does not say it well enough.</summary>
    public string? Expected { get; init; }

    /// <summary>The default of version 0.1, where that was another one; null where it was the same.</summary>
    public object? EarlierDefault { get; init; }
}
