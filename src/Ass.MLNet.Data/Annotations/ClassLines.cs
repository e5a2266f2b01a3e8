namespace Ass.MLNet.Annotations;

/// <summary>Class names in text files with one class a line, whose lines that begin with <c>#</c> are comments.</summary>
internal static class ClassLines
{
    /// <summary>Checks that names are read back from such a file as they are.</summary>
    /// <param name="names">The class names.</param>
    /// <param name="file">The file in errors.</param>
    /// <exception cref="ArgumentException">A name has a line break, or begins with <c>#</c>.</exception>
    public static void Check(IReadOnlyList<string> names, string file)
    {
        foreach (string name in names)
        {
            if (name.AsSpan().ContainsAny('\r', '\n'))
            {
                throw new ArgumentException($"The class name '{name}' has a line break, which {file} cannot hold.");
            }

            if (name.TrimStart().StartsWith('#'))
            {
                throw new ArgumentException(
                    $"The class name '{name}' begins with '#', which makes its line in {file} a comment: rename the class, or write "
                        + "COCO's file, which holds any name."
                );
            }
        }
    }
}
