namespace Ass.MLNet;

/// <summary>Several processes that train one network together, each on a part of every step's images. Set as
/// <see cref="AssSegmentationOptions.Distributed"/> in all of them.</summary>
/// <remarks>
/// <para>The package Ass.MLNet.Mpi has one over Open MPI. All processes call the same members in the same order. Each call waits for the
/// others.</para>
/// <para>If a process fails, leaves or does not answer, the calls of all others throw an <see cref="InvalidOperationException"/> that says
/// which one and why.</para>
/// </remarks>
public interface IProcessGroup
{
    /// <summary>This process's number, from 0 to below <see cref="Size"/>. The first one, 0, alone writes files and reports.</summary>
    int Rank { get; }

    /// <summary>Number of processes, 1 or more.</summary>
    int Size { get; }

    /// <summary>This process's number among those on its machine, from 0: the index of its GPU.</summary>
    int LocalRank { get; }

    /// <summary>Replaces each value by the sum of all processes' values at its place: the same bits in all processes.</summary>
    /// <param name="values">As many in all processes.</param>
    void Sum(Span<float> values);

    /// <inheritdoc cref="Sum(Span{float})"/>
    void Sum(Span<double> values);

    /// <summary>Replaces the bytes by those of one process.</summary>
    /// <param name="bytes">As many in all processes.</param>
    /// <param name="from">Its rank.</param>
    void Broadcast(Span<byte> bytes, int from);

    /// <summary>Tells the others that this process gives up; their calls throw. Does not wait.</summary>
    /// <param name="reason">Why, in one sentence.</param>
    void Fail(string reason);
}
