namespace Ass.MLNet.Options;

/// <summary>A value's name on the command line, if it differs from the lower-case, hyphenated name of the value.</summary>
/// <param name="text">The name.</param>
[AttributeUsage(AttributeTargets.Field)]
internal sealed class WordAttribute(string text) : Attribute
{
    public string Text => text;
}
