namespace Ass.MLNet.Reporting;

/// <summary>A table in a report, for instance with facts about the data.</summary>
/// <param name="Title">The title of the table.</param>
/// <param name="Header">The column headings.</param>
/// <param name="Rows">The cells as text; each row has as many as the header. Numeric columns are right-aligned.</param>
public sealed record ReportTable(string Title, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows);
