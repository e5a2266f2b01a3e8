namespace Ass.MLNet;

/// <summary>The severity of a finding about data.</summary>
public enum DataFindingSeverity
{
    /// <summary>Possibly correct: such data sets exist.</summary>
    Warning,

    /// <summary>Training on it would be a mistake.</summary>
    Error,
}

/// <summary>A problem, or a likely problem, in training data.</summary>
/// <param name="Severity">The severity.</param>
/// <param name="Message">Sentences that name the domain, classes, values, shares and files, and the usual cause.</param>
public sealed record DataFinding(DataFindingSeverity Severity, string Message);
