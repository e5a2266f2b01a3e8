namespace Ass.MLNet.RunLog;

/// <summary>A log file that grows by complete records. Write errors never end the training that it logs.</summary>
/// <remarks>
/// Each record goes to the operating system at once. If that fails (full disk, lost network folder, file locked by another program), a
/// warning is logged, and each later record retries silently. A retry first truncates the remains of the failed write and reopens the file,
/// because a handle to a lost network folder stays dead.
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

    /// <summary>Creates the file; if that fails, the first record retries.</summary>
    /// <param name="path">The file; its folder is created if missing.</param>
    /// <param name="begin">Returns the contents before the first record; may read the existing file.</param>
    /// <param name="warn">Receives a warning at the first failed record of an outage.</param>
    /// <param name="open">Opens or creates a file for writing; null for <see cref="Open"/>.</param>
    public LogFile(string path, Func<byte[]> begin, Action<string> warn, Func<string, FileStream>? open = null)
    {
        (_path, _begin, _warn, _open) = (path, begin, warn, open ?? Open);
        Append(() => []);
    }

    /// <summary>Opens or creates a file that others may read meanwhile. Unbuffered, so that no write happens later without error
    /// handling.</summary>
    public static FileStream Open(string path) =>
        new(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0);

    /// <summary>Appends a record completely or, if it cannot be written, not at all.</summary>
    public void Append(byte[] record) => Append(() => record);

    /// <summary>Appends a record that depends on how the file begins.</summary>
    /// <param name="make">Makes the record once the beginning is written; after a failure of that, it is made for its length alone.</param>
    public void Append(Func<byte[]> make)
    {
        byte[]? record = null;
        try
        {
            _stream ??= Reopen();
            record = make();
            _stream.Write(record);
            _wholeLength += record.Length;

            // A nearly full disk accepts short records while long ones fail: that counts as one outage, with one warning.
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

            _largestLost = Math.Max(_largestLost ?? 0, (record ?? make()).Length);
        }
    }

    /// <summary>Writes the beginning anew, at once or, if that fails, with the next record.</summary>
    public void BeginAgain()
    {
        Dispose();
        _wholeLength = null;
        Append(() => []);
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

    // Written to a temporary file and moved into place: a process stopped at any moment leaves either the old or the new file.
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

    // Done at once, since there may be no further record; if it fails, reopening the file does it.
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
