using System.Diagnostics;

namespace SegmentationService.Models;

/// <summary>When a model whose loading failed is tried again although its file is the same: after a pause that doubles each time, if the
/// reason may pass.</summary>
internal sealed class LoadRetry
{
    private static readonly TimeSpan LongestFirst = TimeSpan.FromSeconds(5),
        Longest = TimeSpan.FromMinutes(1);

    private readonly TimeSpan _first;
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    private TimeSpan _pause;

    // The time of the next try by the clock, and what the last one failed of; null: there is nothing to try again.
    private TimeSpan? _next;
    private Type? _failure;

    /// <param name="poll">How often the file is looked at; the first pause is no longer.</param>
    public LoadRetry(TimeSpan poll) => _first = _pause = poll < LongestFirst ? poll : LongestFirst;

    public bool IsDue => _next <= _clock.Elapsed;

    /// <summary>How long it is until the next try; null if it is due, or if there is nothing to try again.</summary>
    public TimeSpan? Left => _next - _clock.Elapsed is { } left && left > TimeSpan.Zero ? left : null;

    /// <summary>Whether an error is not the file's, and may be gone later: a full disk, no memory, no right to read.</summary>
    public static bool MayPass(Exception? error) =>
        error switch
        {
            null or FormatException or InvalidDataException or EndOfStreamException => false,
            IOException or UnauthorizedAccessException or OutOfMemoryException => true,
            _ => MayPass(error.InnerException),
        };

    /// <summary>There is nothing to try again: the model is in service, its file is to blame, or another file is there.</summary>
    public void Clear() => (_pause, _next, _failure) = (_first, null, null);

    /// <summary>Plans the next try.</summary>
    /// <returns>Whether the failure is of another kind than the one before, so that it is worth saying.</returns>
    public bool Plan(Exception failure)
    {
        _next = _clock.Elapsed + _pause;
        _pause = 2 * _pause < Longest ? 2 * _pause : Longest;
        bool isNew = failure.GetType() != _failure;
        _failure = failure.GetType();
        return isNew;
    }
}
