using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Ass.MLNet.Runtime;

/// <summary>The native half of ONNX Runtime.</summary>
/// <remarks>Why load it here before ONNX Runtime's own classes do: they load it in a type initializer, whose failure says nothing to a user
/// and cannot be tried again in the same process. It fails likewise for a library that is older than they are.</remarks>
internal static unsafe class OnnxRuntimeLibrary
{
    private const string Name = "onnxruntime";
    private const string NotThere = "No such file or directory";

    private static volatile bool _loaded;

    /// <summary>The oldest version of the library that ONNX Runtime's managed half works with: its own.</summary>
    public static Version LeastVersion { get; } =
        typeof(InferenceSession).Assembly.GetName().Version is { } own ? new(own.Major, own.Minor) : new();

    /// <summary>Loads the library; costs nothing after the first success.</summary>
    /// <exception cref="InvalidOperationException">The library cannot be loaded, or is too old; the message says why, and what to
    /// do.</exception>
    public static void Require()
    {
        if (_loaded)
        {
            return;
        }

        nint library;
        try
        {
            library = NativeLibrary.Load(Name, typeof(InferenceSession).Assembly, searchPath: null);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new InvalidOperationException(
                "ONNX Runtime's native library, which the package Microsoft.ML.OnnxRuntime brings, does not load in this process "
                    + $"({RuntimeInformation.RuntimeIdentifier}). Copy all files of a publish for this platform "
                    + $"(dotnet publish -r {RuntimeInformation.RuntimeIdentifier}), and do not exclude the package's native files."
                    + (Cause(e.Message) is { } cause ? $" The system says: {cause}." : ""),
                e
            );
        }

        RequireVersion(VersionOf(library));
        _loaded = true;
    }

    /// <summary>What a native library of ONNX Runtime says of its version, such as <c>1.31.1</c>; null if it says nothing.</summary>
    /// <remarks>Its API begins with two functions: the first gives the API of a version, the second this text.</remarks>
    public static string? VersionOf(nint library)
    {
        if (!NativeLibrary.TryGetExport(library, "OrtGetApiBase", out nint export))
        {
            return null;
        }
        nint* functions = ((delegate* unmanaged[Stdcall]<nint*>)export)();
        return functions is null ? null : Marshal.PtrToStringUTF8(((delegate* unmanaged[Stdcall]<nint>)functions[1])());
    }

    /// <summary>Refuses a version that ONNX Runtime's managed half does not work with. What cannot be read is left to it.</summary>
    /// <exception cref="InvalidOperationException">The version is too old.</exception>
    public static void RequireVersion(string? version)
    {
        // A development build's text ends in "-dev".
        if (Version.TryParse(version?.Split('-', '+')[0], out var native) && native < LeastVersion)
        {
            throw new InvalidOperationException(
                $"The native ONNX Runtime that this process finds is of version {version}, and {LeastVersion} or later is needed. "
                    + "Reference a package of at least that version beside Ass.MLNet.Onnx (Microsoft.ML.OnnxRuntime.Gpu, "
                    + "Microsoft.ML.OnnxRuntime.DirectML), or none, for the CPU; and see that no other program's library lies in the path."
            );
        }
    }

    /// <summary>What the system says of one of ONNX Runtime's libraries that does not load; null if it loads, or if nothing is
    /// said.</summary>
    /// <param name="name">The library.</param>
    public static string? WhyNotLoaded(string name)
    {
        try
        {
            NativeLibrary.Load(name, typeof(InferenceSession).Assembly, searchPath: null);
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            return Cause(e.Message);
        }
    }

    /// <summary>What the system says about a file that is there, in .NET's list of the places where it looked; null if there is
    /// none.</summary>
    private static string? Cause(string message) =>
        message
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .FirstOrDefault(line => !(line.Contains(Name, StringComparison.Ordinal) && line.EndsWith(NotThere, StringComparison.Ordinal)));

    /// <summary>What ONNX Runtime or the system says, without the lines after the first and its full stop.</summary>
    public static string FirstLine(string message) => message.AsSpan().Trim().ToString().Split('\n')[0].TrimEnd('\r', ' ', '.');
}
