using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Ass.MLNet.Benchmarks;

/// <summary>Time in libtorch's operators, forwards and backwards, without what they call in turn; what PyTorch's profiler shows as self
/// time.</summary>
/// <remarks>TorchSharp has no profiler. libtorch's own hook for one, <c>at::addThreadLocalCallback</c>, is an exported function; on Linux
/// it can be called under its mangled name, and the callbacks have a plain signature. A record of libtorch's 2.10 is assumed, elsewhere
/// there is no profile.</remarks>
internal sealed unsafe partial class OperatorProfiler : IDisposable
{
    private const string Library = "libtorch_cpu";
    private const int Scopes = 10;

    private static OperatorProfiler? _current;

    private readonly Dictionary<string, (int Calls, int Kernels, long Ticks)> _operators = [];

    // On a GPU the backward pass has a thread of its own, but the one that started it waits meanwhile: one stack is enough.
    private readonly Stack<OpenCall> _open = new();
    private readonly ulong _handle;

    /// <summary>Watches the operators of this thread, and of the backward passes that it starts, until it is disposed. One at a
    /// time.</summary>
    public OperatorProfiler()
    {
        _current = this;
        var callback = new Callback
        {
            Start = (nint)(delegate* unmanaged<nint, nint, nint>)&Start,
            End = (nint)(delegate* unmanaged<nint, nint, void>)&End,
            Probability = 1,
        };

        // Operators, and the nodes of the backward pass.
        callback.Scopes[0] = 1;
        callback.Scopes[1] = 1;
        _handle = AddThreadLocalCallback(callback);
    }

    /// <summary>Whether libtorch has what is needed.</summary>
    public static bool IsAvailable =>
        OperatingSystem.IsLinux()
        && Environment.Is64BitProcess
        && RuntimeInformation.ProcessArchitecture == Architecture.X64
        && NativeLibrary.TryLoad(Library, typeof(torch).Assembly, null, out nint library)
        && NativeLibrary.TryGetExport(library, "_ZN2at22addThreadLocalCallbackENS_22RecordFunctionCallbackE", out _);

    /// <summary>Each operator.</summary>
    public IEnumerable<OperatorCalls> Operators =>
        _operators.Select(o => new OperatorCalls(o.Key, o.Value.Calls, o.Value.Kernels, o.Value.Ticks * 1000.0 / Stopwatch.Frequency));

    public void Dispose()
    {
        RemoveCallback(_handle);
        _current = null;
    }

    /// <returns>The place of the context that libtorch would hand to the end; none is made.</returns>
    [UnmanagedCallersOnly]
    private static nint Start(nint context, nint function)
    {
        *(nint*)context = 0;
        _current!.Open(Marshal.PtrToStringUTF8(NameOf(function))!);
        return context;
    }

    [UnmanagedCallersOnly]
    private static void End(nint function, nint context) => _current!.Close();

    private void Open(string name)
    {
        bool within = _open.TryPeek(out var outer) && (outer.StartsKernel || outer.IsWithinKernel);
        _open.Push(
            new OpenCall(name, IsWithinKernel: within, StartsKernel: !within && OperatorKinds.Computes(name), Stopwatch.GetTimestamp())
        );
    }

    private void Close()
    {
        var call = _open.Pop();
        long all = Stopwatch.GetTimestamp() - call.Start;
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_operators, call.Name, out _);
        entry = (entry.Calls + 1, entry.Kernels + (call.StartsKernel ? 1 : 0), entry.Ticks + all - call.Inner);
        if (_open.TryPop(out var outer))
        {
            _open.Push(outer with { Inner = outer.Inner + all });
        }
    }

    [LibraryImport(Library, EntryPoint = "_ZN2at22addThreadLocalCallbackENS_22RecordFunctionCallbackE")]
    private static partial ulong AddThreadLocalCallback(Callback callback);

    [LibraryImport(Library, EntryPoint = "_ZN2at14removeCallbackEm")]
    private static partial void RemoveCallback(ulong handle);

    [LibraryImport(Library, EntryPoint = "_ZNK2at14RecordFunction4nameEv")]
    private static partial nint NameOf(nint function);

    /// <summary>A call that has not ended.</summary>
    /// <param name="Name">Of the operator.</param>
    /// <param name="IsWithinKernel">Whether it was made by an operator that computes.</param>
    /// <param name="StartsKernel">Whether it is one itself, and within none.</param>
    /// <param name="Start">The clock.</param>
    /// <param name="Inner">Ticks in calls that it has made.</param>
    private readonly record struct OpenCall(string Name, bool IsWithinKernel, bool StartsKernel, long Start, long Inner = 0);

    /// <summary><c>at::RecordFunctionCallback</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Callback
    {
        public nint Start;
        public nint End;
        public double Probability;
        public ScopeFlags Scopes;
        public byte NeedsInputs;
        public byte NeedsOutputs;
        public byte NeedsIds;
    }

    [InlineArray(OperatorProfiler.Scopes)]
    private struct ScopeFlags
    {
        private byte _first;
    }
}
