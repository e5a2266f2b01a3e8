namespace Ass.MLNet.Torch;

/// <summary>Native libraries in the application's folders.</summary>
internal static class NativeFiles
{
    /// <summary>Whether one of .NET's search folders for native libraries contains the file.</summary>
    public static bool Exists(string file)
    {
        string searched = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        return searched
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory)
            .Any(folder => File.Exists(Path.Combine(folder, file)));
    }
}
