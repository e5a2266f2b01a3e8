using System.Globalization;

namespace Ass.MLNet.Benchmarks;

/// <summary>What changed from one record to the next, in Markdown.</summary>
internal static class RecordComparison
{
    public static IEnumerable<string> Lines(BenchmarkRecord before, BenchmarkRecord now)
    {
        yield return $"Before: {before.Title}. Now: {now.Title}.";
        yield return "";
        string[] differing = [.. Differences(before.Machine, now.Machine)];
        if (differing.Length > 0)
        {
            yield return $"WARNING: the machines differ ({string.Join("; ", differing)}). Times and memory of the two do not compare; "
                + "ratios within a run do so with care.";
            yield return "";
        }

        var earlier = before.Rows.GroupBy(row => row.Key).ToDictionary(rows => rows.Key, rows => rows.Last());
        string[] changes = [.. now.Rows.Where(row => earlier.ContainsKey(row.Key)).SelectMany(row => Changes(earlier[row.Key], row))];
        if (changes.Length > 0)
        {
            yield return "| what | figure | before | now | change |";
            yield return "| --- | --- | --: | --: | --: |";
            foreach (string change in changes)
            {
                yield return change;
            }

            yield return "";
        }

        int added = now.Rows.Count(row => !earlier.ContainsKey(row.Key)),
            missing = earlier.Keys.Except(now.Rows.Select(row => row.Key)).Count();
        yield return $"{now.Rows.Count - added} rows are in both, {added} are new, {missing} of the earlier ones were not measured.";
    }

    private static IEnumerable<string> Differences(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> now) =>
        before
            .Keys.Union(now.Keys)
            .Select(name => (Name: name, Before: before.GetValueOrDefault(name, "unknown"), Now: now.GetValueOrDefault(name, "unknown")))
            .Where(fact => fact.Before != fact.Now)
            .Select(fact => $"{fact.Name}: {fact.Before} → {fact.Now}");

    private static IEnumerable<string> Changes(RecordedRow before, RecordedRow now) =>
        from name in FigureNames.Compared
        where before.Figures.ContainsKey(name) && now.Figures.ContainsKey(name)
        let was = before.Figures[name]
        let @is = now.Figures[name]
        let change = was == 0 ? "" : ((@is / was) - 1).ToString("+0 %;−0 %;0 %", CultureInfo.InvariantCulture)
        select $"| {now.Key} | {name} | {Text(was)} | {Text(@is)} | {change} |";

    private static string Text(double value) =>
        value.ToString(
            Math.Abs(value) >= 1000 ? "0"
                : Math.Abs(value) >= 10 ? "0.0"
                : "0.00",
            CultureInfo.InvariantCulture
        );
}
