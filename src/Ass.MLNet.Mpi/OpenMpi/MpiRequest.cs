namespace Ass.MLNet.OpenMpi;

/// <summary>A call of the library that is under way.</summary>
internal sealed unsafe class MpiRequest(MpiLibrary mpi, nint handle)
{
    private nint _handle = handle;

    /// <summary>Whether all processes have made the call. Asking moves it on.</summary>
    public bool IsDone()
    {
        nint request = _handle;
        int isDone = 0;
        MpiStatus status;
        mpi.Check(mpi.Test(&request, &isDone, &status), "to wait for the others");
        _handle = request;
        return isDone != 0;
    }
}
