namespace Ass.MLNet.Reporting;

/// <summary>A table of a report, for instance facts about the data.</summary>
/// <param name="Title">What the table shows.</param>
/// <param name="Header">A word above each column.</param>
/// <param name="Rows">Cells as text, as many in each row as in the header. Columns of numbers are aligned to the right.</param>
public sealed record ReportTable(string Title, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows);
