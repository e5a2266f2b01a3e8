using Xunit;

namespace Ass.MLNet.Architecture.Tests;

public sealed class StyleTests
{
    private const int LongestLine = 140;

    /// <summary>A line with such a word (a picture in base 64) cannot be broken.</summary>
    private const int LongestWord = 80;

    private const int LongestFile = 350;

    [Fact]
    public void Lines_have_at_most_140_columns()
    {
        var found =
            from file in Sources()
            from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
            where line.Text.Length > LongestLine && line.Text.Split(' ').Max(word => word.Length) <= LongestWord
            select $"{Path.GetRelativePath(House.Repository, file)}:{line.Number}: {line.Text.Length} columns";

        AssertNone(found);
    }

    [Fact]
    public void Files_have_at_most_350_lines()
    {
        var found =
            from file in Sources()
            let lines = File.ReadLines(file).Count()
            where lines > LongestFile
            select $"{Path.GetRelativePath(House.Repository, file)}: {lines} lines";

        AssertNone(found);
    }

    /// <summary>In TorchSharp 0.107 an error in it, such as too little memory, ends the process.</summary>
    [Fact]
    public void Sources_take_gradients_with_backward()
    {
        var found =
            from file in Sources("src")
            from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
            where line.Text.Contains("autograd.grad(", StringComparison.Ordinal)
            select $"{Path.GetRelativePath(House.Repository, file)}:{line.Number}: SingleGradient instead";

        AssertNone(found);
    }

    private static IEnumerable<string> Sources() => Sources("src", "tests", "examples");

    private static IEnumerable<string> Sources(params string[] folders) =>
        from folder in folders
        from file in Directory.EnumerateFiles(Path.Combine(House.Repository, folder), "*.cs", SearchOption.AllDirectories)
        let parts = Path.GetRelativePath(House.Repository, file).Split(Path.DirectorySeparatorChar)
        where !parts.Contains("obj") && !parts.Contains("bin")
        select file;

    private static void AssertNone(IEnumerable<string> found)
    {
        string[] lines = [.. found.Order()];
        Assert.True(lines.Length == 0, string.Join('\n', lines));
    }
}
