using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>A fact about real data that lies beside the repository, in <c>../shared/data</c>; skipped where it does not.</summary>
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute(string folder)
    {
        if (SharedData.Find(folder) is null)
        {
            Skip = $"The data folder '../shared/data/{folder}' is not here.";
        }
    }
}

/// <summary>A theory about such data.</summary>
internal sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute(string folder) => Skip = new SharedDataFactAttribute(folder).Skip;
}

internal static class SharedData
{
    /// <summary>The full path of a folder of the shared data, or <see langword="null"/> where it is absent.</summary>
    public static string? Find(string folder)
    {
        // A linked work tree lies one level deeper than the repository itself, so all folders above are looked at.
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string data = Path.Combine(at.FullName, "shared", "data", folder);
            if (Directory.Exists(data))
            {
                return data;
            }
        }

        return null;
    }
}
