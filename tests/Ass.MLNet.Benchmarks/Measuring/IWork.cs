namespace Ass.MLNet.Benchmarks;

/// <summary>Something that is done again and again while it is measured.</summary>
internal interface IWork : IDisposable
{
    /// <summary>Does it once.</summary>
    void Run();

    /// <summary>The process that does it.</summary>
    int ProcessId => Environment.ProcessId;
}

/// <summary>Work that needs nothing to be made or disposed of.</summary>
internal sealed class ActionWork(Action action) : IWork
{
    public void Run() => action();

    public void Dispose() { }
}
