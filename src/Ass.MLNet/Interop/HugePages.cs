using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ass.MLNet;

/// <summary>Asks libtorch, on Linux, to take the memory of large tensors in pages of 2 MB instead of 4 kB.</summary>
/// <remarks>
/// Why: every step of training takes the memory of its activations anew, a gigabyte and more, and the kernel hands it out page by page. In a
/// virtual machine that was half of a step's time. libtorch has a switch for it, an environment variable that it reads when it makes its first
/// tensor; so it must be set before, and it is left alone where the user has set it (<c>THP_MEM_ALLOC_ENABLE=0</c> turns it off). Memory goes
/// back to the system as before.
/// </remarks>
internal static class HugePages
{
    private const string Switch = "THP_MEM_ALLOC_ENABLE";

#pragma warning disable CA2255 // A library may have no other moment before its user's first tensor.
    [ModuleInitializer]
    internal static void Ask()
#pragma warning restore CA2255
    {
        // .NET's own environment is a copy that native code does not see.
        if (OperatingSystem.IsLinux())
            _ = SetEnvironmentVariable(Switch, "1", overwrite: 0);
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int SetEnvironmentVariable(string name, string value, int overwrite);
}
