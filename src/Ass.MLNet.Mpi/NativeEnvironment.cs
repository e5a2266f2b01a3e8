using System.Runtime.InteropServices;

namespace Ass.MLNet;

/// <summary>The environment that native libraries read: .NET's own is a copy, which they do not see.</summary>
internal static class NativeEnvironment
{
    /// <summary>Sets a variable, unless whoever started this process has.</summary>
    public static void Default(string name, string value) => _ = SetVariable(name, value, overwrite: 0);

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi)]
    private static extern int SetVariable(string name, string value, int overwrite);
}
