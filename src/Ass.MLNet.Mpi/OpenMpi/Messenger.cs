using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Ass.MLNet.OpenMpi;

/// <summary>Messages beside the exchange of values: that a process has failed or left, or that it waits. They say which process is
/// lost.</summary>
/// <param name="mpi">The library.</param>
/// <param name="channel">A communicator of all processes, for nothing else.</param>
/// <param name="rank">This process.</param>
/// <param name="size">Number of processes.</param>
internal sealed unsafe class Messenger(MpiLibrary mpi, nint channel, int rank, int size)
{
    private const int Failure = 1;
    private const int Farewell = 2;
    private const int Waiting = 3;

    /// <summary>Longest message in bytes: short ones are sent at once, whether or not anybody receives them.</summary>
    private const int MostBytes = 2000;

    /// <summary>How long a call may go on after another process has left: its last part may be under way.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(1);

    private readonly HashSet<int> _waiting = [];
    private bool _hasAnswered;
    private int? _left;
    private TimeSpan? _leftAt;
    private TimeSpan? _askedAt;
    private long _lookedAt;

    public nint Channel => channel;

    /// <summary>The processes as they call themselves, by number.</summary>
    public string[] Names { get; } = [.. Enumerable.Range(0, size).Select(other => $"process {other}")];

    /// <summary>Whether another process has said that it failed.</summary>
    public bool HasHeardOfFailure { get; private set; }

    /// <summary>This process as the others call it, such as <c>process 1 (host, process id 4711)</c>.</summary>
    public string Self => $"process {rank} ({Environment.MachineName}, process id {Environment.ProcessId})";

    /// <summary>Tells all others that this process has failed.</summary>
    public void SendFailure(string reason) => Send(Failure, $"{Self} failed: {reason}");

    /// <summary>Tells all others that this process is done.</summary>
    public void SendFarewell() => Send(Farewell, Self);

    /// <summary>Another call begins to wait.</summary>
    public void Begin()
    {
        _waiting.Clear();
        (_hasAnswered, _askedAt, _leftAt) = (false, null, null);
    }

    /// <summary>Reads what has come, at most once in a millisecond.</summary>
    /// <param name="waited">How long the present call has waited.</param>
    /// <param name="timeout">How long it may; null if it is the last call, which waits as long as it takes, and in which processes
    /// leave.</param>
    /// <exception cref="InvalidOperationException">A process has failed, has left or does not answer.</exception>
    public void Look(TimeSpan waited, TimeSpan? timeout)
    {
        if (Stopwatch.GetElapsedTime(_lookedAt) < BetweenLooks)
        {
            return;
        }
        _lookedAt = Stopwatch.GetTimestamp();
        while (Receive() is { } message)
        {
            switch (message.Tag)
            {
                case Failure:
                    HasHeardOfFailure = true;
                    throw new InvalidOperationException(Capital(message.Text));
                case Farewell:
                    _left ??= message.From;
                    break;
                default:
                    _waiting.Add(message.From);
                    if (!_hasAnswered)
                    {
                        _hasAnswered = true;
                        Send(Waiting, Self);
                    }
                    break;
            }
        }
        if (timeout is { } limit)
        {
            CheckLeft(waited);
            CheckTime(waited, limit);
        }
    }

    private void CheckLeft(TimeSpan waited)
    {
        if (_left is not { } gone)
        {
            return;
        }
        _leftAt ??= waited;
        if (waited - _leftAt > Grace)
        {
            throw new InvalidOperationException(
                $"{Capital(Names[gone])} has left the group while this one, process {rank}, waits for it. It may have met an error; see "
                    + "what it wrote."
            );
        }
    }

    private void CheckTime(TimeSpan waited, TimeSpan timeout)
    {
        if (waited <= timeout)
        {
            return;
        }
        if (_askedAt is null)
        {
            (_askedAt, _hasAnswered) = (waited, true);
            Send(Waiting, Self);
        }
        if (waited - _askedAt <= Grace)
        {
            return;
        }
        int[] silent = [.. Enumerable.Range(0, size).Where(other => other != rank && !_waiting.Contains(other))];
        string who =
            silent.Length == 0 ? "not all processes made the same call"
            : silent.Length == 1 ? $"{Names[silent[0]]} does not answer"
            : $"{string.Join(", ", silent.Select(other => Names[other]))} do not answer";
        throw new InvalidOperationException($"After {timeout.TotalSeconds:0} seconds {who}. Process {rank} gives up waiting.");
    }

    private void Send(int tag, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int length = Math.Min(bytes.Length, MostBytes);

        // It is never freed: what is under way must stay where it is, and there are few messages.
        nint copy = Marshal.AllocHGlobal(Math.Max(1, length));
        Marshal.Copy(bytes, 0, copy, length);
        var requests = new List<nint>();
        for (int other = 0; other < size; other++)
        {
            if (other != rank)
            {
                nint request;
                mpi.Check(mpi.Isend((void*)copy, length, mpi.Byte, other, tag, channel, &request), "to send a message");
                requests.Add(request);
            }
        }
        LetLeave(requests);
    }

    /// <summary>Messages move only while somebody calls the library, and nobody may after this. A process that is gone takes
    /// none.</summary>
    private void LetLeave(List<nint> requests)
    {
        var clock = Stopwatch.StartNew();
        while (requests.Count > 0 && clock.Elapsed < Grace)
        {
            nint request = requests[^1];
            int isDone = 0;
            MpiStatus status;
            if (mpi.Test(&request, &isDone, &status) != 0 || isDone != 0)
            {
                requests.RemoveAt(requests.Count - 1);
            }
            else
            {
                // One that does not answer must not hold up the others'.
                requests.RemoveAt(requests.Count - 1);
                requests.Insert(0, request);
                Thread.Yield();
            }
        }
    }

    private (int From, int Tag, string Text)? Receive()
    {
        int hasCome = 0,
            length = 0;
        MpiStatus status;
        mpi.Check(mpi.Iprobe(MpiLibrary.Any, MpiLibrary.Any, channel, &hasCome, &status), "to look for messages");
        if (hasCome == 0)
        {
            return null;
        }
        mpi.Check(mpi.GetCount(&status, mpi.Byte, &length), "to read a message");
        byte[] bytes = new byte[length];
        (int from, int tag) = (status.Source, status.Tag);
        fixed (byte* start = bytes)
        {
            mpi.Check(mpi.Receive(start, length, mpi.Byte, from, tag, channel, &status), "to read a message");
        }
        return (from, tag, Encoding.UTF8.GetString(bytes));
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
