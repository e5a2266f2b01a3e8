namespace Ass.MLNet.Columns;

/// <summary>Checks that columns used together are different: if a prediction hid the label, it would be compared with itself.</summary>
internal static class ColumnNames
{
    /// <summary>The first two columns with the same name, the later one second; null if all differ. ML.NET's names are
    /// case-sensitive.</summary>
    /// <param name="columns">The caller's term for each column (an option, a parameter) and the column name; null if the column is not
    /// used.</param>
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

    /// <summary>Checks that columns passed as arguments differ.</summary>
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
