namespace Ass.MLNet.Columns;

/// <summary>Compares lists of class names: an id means the same on both sides only if both list the same names in the same order.</summary>
/// <remarks>The comparison is case-insensitive, unless a list has names that differ only in case. A side without names always agrees: its
/// ids are checked row by row.</remarks>
internal static class ClassAgreement
{
    private const int MostShown = 50;

    /// <summary>Whether every id has the same name in both lists.</summary>
    public static bool Holds(IReadOnlyList<string> first, IReadOnlyList<string> second) =>
        first.Count == second.Count && FirstDifference(first, second) == first.Count;

    /// <summary>Checks that two lists agree, if both are known.</summary>
    /// <param name="first">The owner of the list, such as <c>the model</c>, and the list.</param>
    /// <param name="second">The second owner and list.</param>
    /// <exception cref="InvalidOperationException">The lists differ; the message shows both, and where they differ.</exception>
    public static void Check((string Owner, IReadOnlyList<string>? Names) first, (string Owner, IReadOnlyList<string>? Names) second)
    {
        if (first.Names is not { } names || second.Names is not { } others || Holds(names, others))
        {
            return;
        }
        throw new InvalidOperationException(
            $"Both sides must have the same classes in the same order, but {first.Owner} has {List(names)} and {second.Owner} "
                + $"has {List(others)}. {Difference(first.Owner, names, second.Owner, others)} A label map gives labels other classes."
        );
    }

    private static string Difference(string owner, IReadOnlyList<string> names, string otherOwner, IReadOnlyList<string> others)
    {
        int at = FirstDifference(names, others);
        string where =
            at < names.Count && at < others.Count ? $"id {at} is '{names[at]}' for {owner} and '{others[at]}' for {otherOwner}"
            : at < names.Count ? $"id {at}, '{names[at]}', is known to {owner} alone"
            : $"id {at}, '{others[at]}', is known to {otherOwner} alone";
        string what =
            names.Count != others.Count ? $"They are {names.Count} and {others.Count} classes"
            : names.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(others) ? "They are the same names in another order"
            : $"Both are {names.Count} classes";
        return $"{what}; the first difference: {where}.";
    }

    /// <summary>The first id whose names differ; if there is none, the length of the shorter list.</summary>
    private static int FirstDifference(IReadOnlyList<string> first, IReadOnlyList<string> second)
    {
        bool caseTells = HasNamesThatDifferByCase(first) || HasNamesThatDifferByCase(second);
        var comparison = caseTells ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        int id = 0;
        while (id < first.Count && id < second.Count && first[id].Equals(second[id], comparison))
        {
            id++;
        }
        return id;
    }

    private static bool HasNamesThatDifferByCase(IReadOnlyList<string> names) =>
        names.Distinct(StringComparer.OrdinalIgnoreCase).Count() < names.Count;

    private static string List(IReadOnlyList<string> names) =>
        $"[{string.Join(", ", names.Take(MostShown))}{(names.Count > MostShown ? $", and {names.Count - MostShown} more" : "")}]";
}
