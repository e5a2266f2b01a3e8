using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Ass.MLNet.Runtime;

/// <summary>The native half of ONNX Runtime.</summary>
/// <remarks>Why load it here before ONNX Runtime's own classes do: they load it in a type initializer, whose failure says nothing to a user
/// and cannot be tried again in the same process.</remarks>
internal static class OnnxRuntimeLibrary
{
    private const string Name = "onnxruntime";
    private const string NotThere = "No such file or directory";

    private static volatile bool _loaded;

    /// <summary>Loads the library; costs nothing after the first success.</summary>
    /// <exception cref="InvalidOperationException">The library cannot be loaded; the message says why, and what to do.</exception>
    public static void Require()
    {
        if (_loaded)
        {
            return;
        }

        try
        {
            NativeLibrary.Load(Name, typeof(InferenceSession).Assembly, searchPath: null);
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

        _loaded = true;
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
