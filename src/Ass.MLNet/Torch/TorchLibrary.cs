using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Ass.MLNet.Torch;

/// <summary>The native half of TorchSharp, which the application references as a separate package.</summary>
/// <remarks>
/// Why load it here before TorchSharp does: on failure, TorchSharp writes a page to the console, throws from a type initializer, so the
/// process cannot retry, and gives advice meant for scripts. In a single-file program it even fails on a null path.
/// </remarks>
internal static class TorchLibrary
{
    private static volatile bool _loaded;

    /// <summary>Loads the library; costs nothing after the first success.</summary>
    /// <exception cref="InvalidOperationException">The library cannot be loaded; the message explains why, and which package to add or what
    /// else to do.</exception>
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

    // Scripts and notebooks load assemblies from the package cache; TorchSharp then collects the native libraries of several packages
    // itself.
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
