using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Ass.MLNet.Torch;

/// <summary>The native half of TorchSharp, which the application brings as a package of its own.</summary>
/// <remarks>
/// Why it is tried here before TorchSharp tries: where it fails, TorchSharp writes a page on the console, throws from a type initializer,
/// so that the process cannot try again, and gives advice about scripts; in a single-file program it fails at a null path on the way.
/// </remarks>
internal static class TorchLibrary
{
    private static volatile bool _loaded;

    /// <summary>Loads the library; after the first success this costs nothing.</summary>
    /// <exception cref="InvalidOperationException">It cannot be loaded; the message tells why, and which package to add or what else to
    /// do.</exception>
    public static void Require()
    {
        if (_loaded)
        {
            return;
        }
        var assembly = typeof(torch).Assembly;
        try
        {
            // In TorchSharp's order: Windows finds what LibTorchSharp needs once torch_cpu is there.
            NativeLibrary.TryLoad("torch_cpu", assembly, searchPath: null, out _);
            NativeLibrary.Load("LibTorchSharp", assembly, searchPath: null);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            if (!TryLoadFromPackages(assembly.Location))
            {
                throw new InvalidOperationException(TorchLoadFailure.Explain(e.Message, TorchPlatform.Current), e);
            }
        }

        _loaded = true;
    }

    // Scripts and notebooks run on assemblies in the package cache; TorchSharp then gathers the native ones of several packages itself.
    private static bool TryLoadFromPackages(string location)
    {
        string folder = Path.GetDirectoryName(location) ?? "";
        if (!folder.Contains("torchsharp", StringComparison.Ordinal) || !folder.Contains("lib", StringComparison.Ordinal))
        {
            return false;
        }
        try
        {
            RuntimeHelpers.RunClassConstructor(typeof(torch).TypeHandle);
            return true;
        }
        catch (TypeInitializationException)
        {
            return false;
        }
    }
}
