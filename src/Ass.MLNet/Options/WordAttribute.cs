namespace Ass.MLNet.Options;

/// <summary>The word that stands for a value on the command line, where it is not the value's own name in small letters.</summary>
/// <param name="text">The word.</param>
[AttributeUsage(AttributeTargets.Field)]
internal sealed class WordAttribute(string text) : Attribute
{
    public string Text => text;
}
