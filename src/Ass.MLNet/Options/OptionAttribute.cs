namespace Ass.MLNet.Options;

/// <summary>Declares an option in one place for all code that reads options. A <c>[Range]</c> or <c>[AllowedValues]</c> next to it sets the
/// range.</summary>
/// <param name="commandLineName">The command-line name, or null if the command line cannot set the option. A switch <c>--no-…</c> turns off
/// an option that is on by default.</param>
/// <param name="help">A one-line description for the command-line help.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OptionAttribute(string? commandLineName, string help) : Attribute
{
    public string? CommandLineName => commandLineName;

    public string Help => help;

    public ChangeOnResume OnResume { get; init; } = ChangeOnResume.WithPermission;

    /// <summary>The option's name in files; null for the property's name. It never changes, so earlier files stay readable.</summary>
    public string? Key { get; init; }

    /// <summary>The allowed values, for error messages, if the type or range does not describe them well enough.</summary>
    public string? Expected { get; init; }

    /// <summary>The default in version 0.1 if it was different; otherwise null.</summary>
    public object? EarlierDefault { get; init; }
}
