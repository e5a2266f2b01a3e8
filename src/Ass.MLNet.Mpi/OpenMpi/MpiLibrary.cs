using System.Runtime.InteropServices;

namespace Ass.MLNet.OpenMpi;

/// <summary>The functions of Open MPI that are used, and its handles.</summary>
/// <remarks>Open MPI's handles are the addresses of objects in its library; those of MPICH and its relatives are numbers from header files,
/// so that a library of theirs cannot stand in for it.</remarks>
internal sealed unsafe class MpiLibrary
{
    /// <summary>MPI_THREAD_SERIALIZED: calls come from any thread, one at a time.</summary>
    public const int ThreadSerialized = 2;

    /// <summary>MPI_COMM_TYPE_SHARED: the processes of one machine.</summary>
    public const int SharedMemory = 0;

    /// <summary>MPI_ANY_SOURCE and MPI_ANY_TAG.</summary>
    public const int Any = -1;

    /// <summary>Rabenseifner's algorithm, which sends as little as a ring. For sums in place Open MPI takes a binomial tree, which sends
    /// everything log₂ R times in each direction.</summary>
    private const string SumAlgorithm = "3";

    private const string Package =
        "on Debian or Ubuntu, 'apt install openmpi-bin libopenmpi3', from Ubuntu 24.04 'libopenmpi3t64'; on a cluster, its module";

    // Version 40 is that of Open MPI 3 to 5. The plain name comes with the package for developers.
    private static readonly string[] Names = ["libmpi.so.40", "libmpi.so", "libmpi.40.dylib", "libmpi.dylib"];

    public readonly delegate* unmanaged<int*, byte***, int, int*, int> InitThread;
    public readonly delegate* unmanaged<int*, int> Initialized;
    public readonly delegate* unmanaged<int> Finish;
    public readonly delegate* unmanaged<nint, int*, int> CommRank;
    public readonly delegate* unmanaged<nint, int*, int> CommSize;
    public readonly delegate* unmanaged<nint, nint*, int> CommDup;
    public readonly delegate* unmanaged<nint, nint, int> CommSetErrorHandler;
    public readonly delegate* unmanaged<nint, int, int, nint, nint*, int> CommSplitType;
    public readonly delegate* unmanaged<void*, void*, int, nint, nint, nint, nint*, int> Iallreduce;
    public readonly delegate* unmanaged<void*, int, nint, int, nint, nint*, int> Ibcast;
    public readonly delegate* unmanaged<nint, nint*, int> Ibarrier;
    public readonly delegate* unmanaged<nint*, int*, MpiStatus*, int> Test;
    public readonly delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int> Isend;
    public readonly delegate* unmanaged<int, int, nint, int*, MpiStatus*, int> Iprobe;
    public readonly delegate* unmanaged<void*, int, nint, int, int, nint, MpiStatus*, int> Receive;
    public readonly delegate* unmanaged<MpiStatus*, nint, int*, int> GetCount;
    public readonly delegate* unmanaged<int, byte*, int*, int> ErrorString;

    private readonly nint _library;

    /// <summary>Loads the library.</summary>
    /// <exception cref="InvalidOperationException">There is none, or it is not Open MPI's; the message says what to install.</exception>
    public MpiLibrary()
    {
        _library = Load();
        NativeEnvironment.Default("OMPI_MCA_coll_libnbc_iallreduce_algorithm", SumAlgorithm);
        World = Export("ompi_mpi_comm_world");
        (Float, Double, Byte) = (Export("ompi_mpi_float"), Export("ompi_mpi_double"), Export("ompi_mpi_byte"));
        (SumOperation, NoInfo) = (Export("ompi_mpi_op_sum"), Export("ompi_mpi_info_null"));
        ErrorsReturn = Export("ompi_mpi_errors_return");
        InitThread = (delegate* unmanaged<int*, byte***, int, int*, int>)Export("MPI_Init_thread");
        Initialized = (delegate* unmanaged<int*, int>)Export("MPI_Initialized");
        Finish = (delegate* unmanaged<int>)Export("MPI_Finalize");
        CommRank = (delegate* unmanaged<nint, int*, int>)Export("MPI_Comm_rank");
        CommSize = (delegate* unmanaged<nint, int*, int>)Export("MPI_Comm_size");
        CommDup = (delegate* unmanaged<nint, nint*, int>)Export("MPI_Comm_dup");
        CommSetErrorHandler = (delegate* unmanaged<nint, nint, int>)Export("MPI_Comm_set_errhandler");
        CommSplitType = (delegate* unmanaged<nint, int, int, nint, nint*, int>)Export("MPI_Comm_split_type");
        Iallreduce = (delegate* unmanaged<void*, void*, int, nint, nint, nint, nint*, int>)Export("MPI_Iallreduce");
        Ibcast = (delegate* unmanaged<void*, int, nint, int, nint, nint*, int>)Export("MPI_Ibcast");
        Ibarrier = (delegate* unmanaged<nint, nint*, int>)Export("MPI_Ibarrier");
        Test = (delegate* unmanaged<nint*, int*, MpiStatus*, int>)Export("MPI_Test");
        Isend = (delegate* unmanaged<void*, int, nint, int, int, nint, nint*, int>)Export("MPI_Isend");
        Iprobe = (delegate* unmanaged<int, int, nint, int*, MpiStatus*, int>)Export("MPI_Iprobe");
        Receive = (delegate* unmanaged<void*, int, nint, int, int, nint, MpiStatus*, int>)Export("MPI_Recv");
        GetCount = (delegate* unmanaged<MpiStatus*, nint, int*, int>)Export("MPI_Get_count");
        ErrorString = (delegate* unmanaged<int, byte*, int*, int>)Export("MPI_Error_string");
    }

    public nint World { get; }

    public nint Float { get; }

    public nint Double { get; }

    public nint Byte { get; }

    public nint SumOperation { get; }

    public nint NoInfo { get; }

    /// <summary>MPI_ERRORS_RETURN: errors are returned; unless it is set, they end all processes.</summary>
    public nint ErrorsReturn { get; }

    /// <summary>MPI_IN_PLACE.</summary>
    public static void* InPlace => (void*)1;

    /// <summary>Throws what the library says of an error.</summary>
    /// <param name="code">What a function returned.</param>
    /// <param name="what">What was tried, such as <c>to add gradients</c>.</param>
    public void Check(int code, string what)
    {
        if (code == 0)
        {
            return;
        }
        byte* text = stackalloc byte[256];
        int length = 0;
        string said = ErrorString(code, text, &length) == 0 ? Marshal.PtrToStringUTF8((nint)text, length) : $"error {code}";
        throw new InvalidOperationException($"Open MPI failed {what}: {said}.");
    }

    private static nint Load()
    {
        foreach (string name in Names)
        {
            if (!NativeLibrary.TryLoad(name, out nint library))
            {
                continue;
            }
            return NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out _)
                ? library
                : throw new InvalidOperationException(
                    $"'{name}' is another MPI than Open MPI (MPICH, Intel MPI or a relative), whose handles differ: install Open MPI "
                        + $"({Package}), or put its library in front in LD_LIBRARY_PATH."
                );
        }

        throw new InvalidOperationException(
            $"Open MPI is not installed: none of {string.Join(", ", Names)} can be loaded. Install it ({Package})."
        );
    }

    private nint Export(string name) =>
        NativeLibrary.TryGetExport(_library, name, out nint address)
            ? address
            : throw new InvalidOperationException($"This Open MPI has no '{name}': version 3 or later is needed.");
}

/// <summary>MPI_Status as Open MPI 3 to 5 lay it out.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MpiStatus
{
    public int Source;
    public int Tag;
    public int Error;
    private readonly int _cancelled;
    private readonly nuint _count;
}
