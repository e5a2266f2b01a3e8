namespace Ass.MLNet.Tests;

/// <summary>A group whose processes are threads of this one: what each would do in a process of its own, without an engine.</summary>
internal sealed class ThreadGroup : IProcessGroup
{
    private readonly Board _board;

    private ThreadGroup(Board board, int rank) => (_board, Rank) = (board, rank);

    public int Rank { get; }

    public int Size => _board.Parts.Length;

    public int LocalRank => Rank;

    /// <summary>Runs something in each of some threads, and returns what they return; throws the error of each that failed.</summary>
    public static T[] Run<T>(int size, Func<IProcessGroup, T> run)
    {
        var board = new Board(size);
        var results = new T[size];
        var errors = new Exception?[size];
        Thread[] threads =
        [
            .. Enumerable
                .Range(0, size)
                .Select(rank => new Thread(() =>
                {
                    try
                    {
                        results[rank] = run(new ThreadGroup(board, rank));
                    }
                    catch (Exception e)
                    {
                        errors[rank] = e;
                        board.Fail($"Thread {rank} ended: {e.Message}");
                    }
                })),
        ];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return errors.All(e => e is null) ? results : throw new AggregateException(errors.OfType<Exception>());
    }

    public void Sum(Span<float> values)
    {
        float[][] all = _board.Exchange(Rank, values.ToArray());
        for (int i = 0; i < values.Length; i++)
        {
            double sum = 0;
            foreach (float[] part in all)
            {
                sum += part[i];
            }
            values[i] = (float)sum;
        }
    }

    public void Sum(Span<double> values)
    {
        double[][] all = _board.Exchange(Rank, values.ToArray());
        for (int i = 0; i < values.Length; i++)
        {
            double sum = 0;
            foreach (double[] part in all)
            {
                sum += part[i];
            }
            values[i] = sum;
        }
    }

    public void Broadcast(Span<byte> bytes, int from) => _board.Exchange(Rank, bytes.ToArray())[from].CopyTo(bytes);

    public void Fail(string reason) => _board.Fail($"Process {Rank} failed: {reason}");

    /// <summary>Where the threads meet.</summary>
    private sealed class Board(int size)
    {
        private readonly object _access = new();
        private string? _failure;
        private int _arrived;
        private int _round;

        public Array?[] Parts { get; private set; } = new Array?[size];

        /// <summary>Waits until all threads have given their part.</summary>
        public T[][] Exchange<T>(int rank, T[] part)
        {
            lock (_access)
            {
                Check();
                int round = _round;
                var parts = Parts;
                parts[rank] = part;
                if (++_arrived == size)
                {
                    (_arrived, Parts) = (0, new Array?[size]);
                    _round++;
                    Monitor.PulseAll(_access);
                }
                while (round == _round)
                {
                    Check();
                    Monitor.Wait(_access);
                }
                Assert(parts);
                return [.. parts.Select(other => (T[])other!)];
            }
        }

        public void Fail(string reason)
        {
            lock (_access)
            {
                _failure ??= reason;
                Monitor.PulseAll(_access);
            }
        }

        /// <summary>All must have made the same call.</summary>
        private static void Assert(Array?[] parts)
        {
            if (parts.Any(part => part!.GetType() != parts[0]!.GetType() || part.Length != parts[0]!.Length))
            {
                throw new InvalidOperationException("The processes made different calls.");
            }
        }

        private void Check()
        {
            if (_failure is not null)
            {
                throw new InvalidOperationException(_failure);
            }
        }
    }
}
