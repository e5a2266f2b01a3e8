using Ass.MLNet;
using Microsoft.ML.Data;

namespace SegmentationService.Models;

/// <summary>Loads the model before the first request, and again whenever its file has changed.</summary>
/// <remarks>
/// The system's notices of changes only wake this up; what counts is the file's stamp, which is also looked at every few seconds. Why not
/// notices alone: network mounts and some container mounts send none, queues of notices overflow, and a folder may be replaced as a whole.
/// </remarks>
internal sealed class ModelReloader : BackgroundService
{
    /// <summary>For so long a changed file must stay as it is before it is loaded: whoever writes it in place may be at it yet.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(300);

    private readonly string _path;
    private readonly TimeSpan _poll;
    private readonly ModelSlot _slot;
    private readonly ModelLoader _load;
    private readonly ILogger<ModelReloader> _log;
    private readonly LoadRetry _retry;
    private readonly SemaphoreSlim _wake = new(0);

    private FileSystemWatcher? _watcher;

    // The content that was loaded, or tried in vain.
    private FileStamp? _tried;

    public ModelReloader(ServiceOptions options, ModelSlot slot, ModelLoader load, ILogger<ModelReloader> log)
    {
        _path = Path.GetFullPath(options.Model);
        _poll = TimeSpan.FromSeconds(options.PollSeconds);
        _retry = new LoadRetry(_poll);
        (_slot, _load, _log) = (slot, load, log);
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // First, so that no change between the first look and the watch is missed.
        _watcher = Watch();
        if (FileStamp.Of(_path) is { } stamp)
        {
            Load(stamp);
        }
        else
        {
            _log.LogError("The model '{Path}' is missing; requests are answered with 503 until it is there.", _path);
        }

        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _watcher?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _wake.WaitAsync(_retry.Left is { } left && left < _poll ? left : _poll, stoppingToken);
            await LoadIfChangedAsync(stoppingToken);
        }
    }

    private async Task LoadIfChangedAsync(CancellationToken stoppingToken)
    {
        // A file that disappears is no reason to give up the model that was in it.
        while (FileStamp.Of(_path) is { } stamp && (stamp != _tried || _retry.IsDue))
        {
            await Task.Delay(Quiet, stoppingToken);
            if (FileStamp.Of(_path) == stamp)
            {
                Load(stamp);
            }
        }
    }

    private void Load(FileStamp stamp)
    {
        if (stamp != _tried)
        {
            _retry.Clear();
        }

        _tried = stamp;
        ISegmentationTransformer? fresh = null;
        try
        {
            fresh = _load(_path);
            Try(fresh);
            _slot.Replace(new ServedModel(fresh, Path.GetFileName(_path), DateTimeOffset.UtcNow));
            _retry.Clear();
            _log.LogInformation("The model '{Path}' with {Classes} classes is in service.", _path, fresh.ClassNames.Count);
        }
        catch (Exception e)
        {
            // Any kind of error: files are not trusted, and the service lives on with the model that it has.
            fresh?.Dispose();
            if (!LoadRetry.MayPass(e))
            {
                _retry.Clear();
                _log.LogError(
                    e,
                    "The model '{Path}' cannot be used: {Reason} The service goes on with what it had before.",
                    _path,
                    e.Message
                );
            }
            else if (_retry.Plan(e))
            {
                _log.LogError(
                    e,
                    "The model '{Path}' cannot be loaded now: {Reason} The service goes on with what it had before, and tries again.",
                    _path,
                    e.Message
                );
            }
        }
    }

    /// <summary>Segments a small picture, so that a model which loads and does not run is found out here; and the first request need not
    /// wait for what a runtime puts off until then.</summary>
    private static void Try(ISegmentationTransformer model)
    {
        const int Side = 64;
        using var picture = MLImage.CreateFromPixels(Side, Side, MLPixelFormat.Bgra32, new byte[Side * Side * 4]);
        model.Segment(picture);
    }

    /// <summary>Has the system wake this up; null where it cannot.</summary>
    private FileSystemWatcher? Watch()
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(Path.GetDirectoryName(_path)!, Path.GetFileName(_path));
            watcher.Changed += (_, _) => Wake();
            watcher.Created += (_, _) => Wake();
            watcher.Renamed += (_, _) => Wake();
            watcher.Error += (_, _) => Wake();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is ArgumentException or IOException)
        {
            watcher?.Dispose();
            _log.LogWarning(
                "'{Path}' is looked at every {Poll}, because the system tells of no changes: {Reason}",
                _path,
                _poll,
                e.Message
            );
            return null;
        }
    }

    // One wake-up waits at most: several notices of one change are one.
    private void Wake()
    {
        if (_wake.CurrentCount == 0)
        {
            _wake.Release();
        }
    }
}
