namespace Ass.MLNet.Columns;

/// <summary>Columns that are used together must be different ones: a prediction that hides the label would be compared with
/// itself.</summary>
internal static class ColumnNames
{
    /// <summary>The first two columns of the same name, the later one second; null where all differ. ML.NET's names are
    /// case-sensitive.</summary>
    /// <param name="columns">What each column is called by the caller's code (an option, a parameter), and its name; null for a column that
    /// is not used.</param>
    public static (string Earlier, string Later, string Name)? FindCollision(params (string Role, string? Name)[] columns)
    {
        for (int later = 1; later < columns.Length; later++)
        {
            var earlier = columns.Take(later).FirstOrDefault(c => c.Name is not null && c.Name == columns[later].Name);
            if (earlier.Name is not null)
            {
                return (earlier.Role, columns[later].Role, earlier.Name);
            }
        }

        return null;
    }

    /// <summary>Checks that columns given as arguments differ.</summary>
    /// <exception cref="ArgumentException">Two have the same name; the message names both.</exception>
    public static void CheckArguments(params (string Parameter, string? Name)[] columns)
    {
        if (FindCollision(columns) is { } same)
        {
            throw new ArgumentException(
                $"{same.Later} must be another column than {same.Earlier}, but both are '{same.Name}'.",
                same.Later
            );
        }
    }
}
