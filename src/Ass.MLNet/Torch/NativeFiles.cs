namespace Ass.MLNet.Torch;

/// <summary>Native libraries in the application's folders.</summary>
internal static class NativeFiles
{
    /// <summary>Whether one of the folders that .NET looks for native libraries in has this file.</summary>
    public static bool Exists(string file)
    {
        string searched = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        return searched
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory)
            .Any(folder => File.Exists(Path.Combine(folder, file)));
    }
}
