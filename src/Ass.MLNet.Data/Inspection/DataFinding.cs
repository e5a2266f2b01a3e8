namespace Ass.MLNet;

/// <summary>How much a finding about data weighs.</summary>
public enum DataFindingSeverity
{
    /// <summary>It may be right: data sets of this kind exist.</summary>
    Warning,

    /// <summary>Training on it would be a mistake.</summary>
    Error,
}

/// <summary>Something about training data that is wrong, or looks so.</summary>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Message">Sentences that name domain, classes, values, shares and files, and the usual cause.</param>
public sealed record DataFinding(DataFindingSeverity Severity, string Message);
