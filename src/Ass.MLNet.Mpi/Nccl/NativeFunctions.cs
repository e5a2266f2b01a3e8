using System.Runtime.InteropServices;

namespace Ass.MLNet.Nccl;

/// <summary>A native library's functions, by name.</summary>
internal sealed class NativeFunctions
{
    private readonly nint _library;
    private bool _lacksSome;

    private NativeFunctions(nint library) => _library = library;

    /// <summary>A function's address; 0 if there is none, and then <see cref="Load"/> takes another library.</summary>
    public nint this[string function]
    {
        get
        {
            bool exists = NativeLibrary.TryGetExport(_library, function, out nint address);
            _lacksSome |= !exists;
            return address;
        }
    }

    /// <summary>Loads the first library that has all functions; null if none does.</summary>
    /// <param name="libraries">Names, the preferred one first.</param>
    /// <param name="bind">Takes the functions.</param>
    public static T? Load<T>(IEnumerable<string> libraries, Func<NativeFunctions, T> bind)
        where T : class
    {
        foreach (string name in libraries)
        {
            if (NativeLibrary.TryLoad(name, out nint library))
            {
                var functions = new NativeFunctions(library);
                var bound = bind(functions);
                if (!functions._lacksSome)
                {
                    return bound;
                }
            }
        }
        return null;
    }
}
