namespace Ass.MLNet;

/// <summary>One of the few values that an option can have.</summary>
/// <param name="Word">The word that stands for it on the command line.</param>
/// <param name="Value">The value.</param>
public sealed record OptionChoice(string Word, object Value);
