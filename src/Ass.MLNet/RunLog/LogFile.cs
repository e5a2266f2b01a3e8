namespace Ass.MLNet.RunLog;

/// <summary>A file that grows by whole records and never ends the training that it tells about.</summary>
/// <remarks>
/// Each record reaches the operating system at once. Where that fails (full disk, a lost network folder, a file that another program
/// locks), a warning is given, and each further record tries again in silence: what a failed write left behind is cut off first, and the
/// file is opened anew, because a handle to a lost network folder stays dead.
/// </remarks>
internal sealed class LogFile : IDisposable
{
    private readonly string _path;
    private readonly Func<byte[]> _begin;
    private readonly Action<string> _warn;
    private readonly Func<string, FileStream> _open;
    private FileStream? _stream;
    private long? _wholeLength;
    private int? _largestLost;

    /// <summary>Makes the file; where that fails, the first record tries again.</summary>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <param name="begin">What the file holds before the first record; may read what lies there so far.</param>
    /// <param name="warn">Takes a warning at the first record of an outage.</param>
    /// <param name="open">Opens or makes a file to write to; null for <see cref="Open"/>.</param>
    public LogFile(string path, Func<byte[]> begin, Action<string> warn, Func<string, FileStream>? open = null)
    {
        (_path, _begin, _warn, _open) = (path, begin, warn, open ?? Open);
        Append([]);
    }

    /// <summary>Opens or makes a file that others may read meanwhile. Without a buffer, so that nothing is written later, when nobody
    /// looks.</summary>
    public static FileStream Open(string path) =>
        new(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0);

    /// <summary>Adds a record: all of it, or nothing where it cannot be written.</summary>
    public void Append(ReadOnlySpan<byte> record)
    {
        try
        {
            _stream ??= Reopen();
            _stream.Write(record);
            _wholeLength += record.Length;

            // A nearly full disk takes short records between long ones that fail: that is one outage, with one warning.
            _largestLost = record.Length >= _largestLost ? null : _largestLost;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            DropTornRecord();
            Dispose();
            if (_largestLost is null)
            {
                _warn(
                    $"'{_path}' cannot be written. Training goes on, and what does not fit is left out until it can be written "
                        + $"again: {e.Message}"
                );
            }

            _largestLost = Math.Max(_largestLost ?? 0, record.Length);
        }
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _stream = null;
    }

    private FileStream Reopen()
    {
        if (_wholeLength is null || !File.Exists(_path))
        {
            Begin();
        }

        var stream = _open(_path);
        try
        {
            _wholeLength = Math.Min(_wholeLength ?? stream.Length, stream.Length);
            stream.SetLength(_wholeLength.Value);
            stream.Position = _wholeLength.Value;
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    // Beside and moved into place: whoever stops the process at any moment leaves the old file or the new one.
    private void Begin()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(_path))!);
        byte[] content = _begin();
        string beside = _path + ".new";
        using (var stream = _open(beside))
        {
            stream.SetLength(0);
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(beside, _path, overwrite: true);
        _wholeLength = content.Length;
    }

    // At once, because there may be no further record; where it fails, opening the file anew does it.
    private void DropTornRecord()
    {
        try
        {
            if (_stream is not null && _wholeLength is { } whole)
            {
                _stream.SetLength(whole);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }
    }
}
