namespace Ass.MLNet;

/// <summary>One of an option's allowed values.</summary>
/// <param name="Word">The value's name on the command line.</param>
/// <param name="Value">The value.</param>
public sealed record OptionChoice(string Word, object Value);
