using System.Globalization;
using System.Runtime.ExceptionServices;
using Ass.MLNet;

namespace StreetScenes;

/// <summary>Writes scenes as an ordinary folder data set, or continues one.</summary>
/// <remarks>
/// <c>images/00000.png</c> … (colour), <c>labels/00000.png</c> … (8-bit grey train ids, 255 = ignored), <c>classes.txt</c> (one class name
/// per line, in the order of the ids) and <c>scenes.json</c> (<see cref="SceneRecord"/>): <see cref="SegmentationDataset.Folder"/> reads
/// it. Every file is written beside its place and moved there, so that whatever is there is whole, and a scene whose two files are there is
/// not rendered again. Scenes that replace others are rendered beside them and take their place once all are there.
/// </remarks>
public sealed class StreetSceneFolder
{
    /// <summary>The most scenes in one folder: their names have five digits.</summary>
    public const int MostScenes = 100_000;

    private const string ReplacementFolder = ".replacement";

    private readonly string _images,
        _labels;
    private readonly StreetStyle _style;
    private StreetSceneFolder? _replacement;

    private StreetSceneFolder(string root, SceneRecord record, StreetStyle style)
    {
        (Root, Record, _style) = (root, record, style);
        (_images, _labels) = (Path.Combine(root, "images"), Path.Combine(root, "labels"));
    }

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>What its scenes are.</summary>
    public SceneRecord Record { get; }

    /// <summary>Makes a folder, or opens one that was begun with the same settings.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="seed">The seed of the data set.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="replace">Whether <see cref="Write"/> replaces scenes of other settings; otherwise they are an error.</param>
    /// <param name="style">What kind of scenes; null: <see cref="StreetStyle.Street"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is outside the renderer's range.</exception>
    /// <exception cref="IOException">The folder holds other scenes, or images that are not rendered scenes; the error says
    /// which.</exception>
    public static StreetSceneFolder Open(
        string root,
        int seed,
        int width = 480,
        int height = 360,
        bool replace = false,
        StreetStyle? style = null
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        StreetRenderer.CheckSize(width, nameof(width));
        StreetRenderer.CheckSize(height, nameof(height));
        style ??= StreetStyle.Street;
        var record = new SceneRecord(StreetRenderer.Version, seed, width, height, style.Name);
        var folder = new StreetSceneFolder(Path.GetFullPath(root), record, style);
        SceneRecord? before = SceneRecord.Read(folder.Root);
        if (before is null && folder.FirstStranger() is { } stranger)
        {
            throw new IOException(
                $"'{folder.Root}' holds '{stranger}' but no {SceneRecord.FileName}, so it is not a folder of rendered scenes: "
                    + "choose another one."
            );
        }

        if (before is not null && before != record)
        {
            if (!replace)
            {
                throw new IOException(
                    $"'{folder.Root}' holds {before}, not {record}: choose another folder, or replace them (--overwrite)."
                );
            }

            folder.OpenReplacement();
        }
        else
        {
            folder.Prepare();
        }

        return folder;
    }

    /// <summary>Whether both files of a scene are there.</summary>
    /// <param name="index">From 0.</param>
    public bool Has(int index) => _replacement?.Has(index) ?? (File.Exists(ImagePath(index)) && File.Exists(LabelPath(index)));

    /// <summary>Renders the scenes that are not there yet.</summary>
    /// <param name="count">Scenes in all, 1 – <see cref="MostScenes"/>.</param>
    /// <param name="workers">Threads, at least 1; the files do not depend on their number.</param>
    /// <param name="progress">Is told, by several threads, how many of the missing scenes have been written.</param>
    /// <param name="cancellation">Ends the work after the scenes that are being rendered.</param>
    /// <returns>The number of scenes written.</returns>
    /// <exception cref="IOException">A file cannot be written; the scenes that are there are whole.</exception>
    public int Write(int count, int workers = 1, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostScenes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(workers);
        if (_replacement is { } replacement)
        {
            int written = replacement.Write(count, workers, progress, cancellation);
            TakeOver(replacement);
            return written;
        }

        int done = 0;
        int[] missing = [.. Enumerable.Range(0, count).Where(index => !Has(index))];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation };
        try
        {
            Parallel.ForEach(missing, parallel, Render);
        }
        catch (AggregateException e)
        {
            // The workers' errors are alike as a rule: a full disk, a folder that is gone.
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        return missing.Length;

        void Render(int index)
        {
            StreetScene scene = StreetRenderer.Render(StreetRenderer.SceneSeed(Record.Seed, index), Record.Width, Record.Height, _style);
            SceneFiles.Write(ImagePath(index), SceneFiles.EncodePng(scene));
            SegmentationPng.Save(LabelPath(index), scene.Labels, scene.Width, scene.Height);
            progress?.Report(Interlocked.Increment(ref done));
        }
    }

    private static string Name(int index) => index.ToString("D5", CultureInfo.InvariantCulture) + ".png";

    private string ImagePath(int index) => Path.Combine(_images, Name(index));

    private string LabelPath(int index) => Path.Combine(_labels, Name(index));

    private string? FirstStranger() =>
        new[] { _images, _labels }.Where(Directory.Exists).SelectMany(Directory.EnumerateFileSystemEntries).FirstOrDefault();

    private void Prepare()
    {
        Directory.CreateDirectory(_images);
        Directory.CreateDirectory(_labels);
        Record.Write(Root);
        SceneFiles.Write(Path.Combine(Root, "classes.txt"), string.Join('\n', StreetScene.ClassNames) + "\n");
    }

    /// <summary>Begins the new scenes beside the old ones, or goes on with those that an interrupted replacement left.</summary>
    private void OpenReplacement()
    {
        string root = Path.Combine(Root, ReplacementFolder);
        if (Directory.Exists(root) && SceneRecord.Read(root) != Record)
        {
            Directory.Delete(root, recursive: true);
        }

        _replacement = new StreetSceneFolder(root, Record, _style);
        _replacement.Prepare();
    }

    /// <summary>Moves the new scenes to where the old ones are.</summary>
    private void TakeOver(StreetSceneFolder replacement)
    {
        // Should this be cut off, the record tells that old and new scenes are mixed.
        SceneRecord.Mixed.Write(Root);
        foreach ((string from, string to) in new[] { (replacement._images, _images), (replacement._labels, _labels) })
        {
            Directory.CreateDirectory(to);
            foreach (string old in Directory.EnumerateFiles(to, "*.png").Where(IsScene))
            {
                File.Delete(old);
            }

            foreach (string file in Directory.EnumerateFiles(from, "*.png"))
            {
                File.Move(file, Path.Combine(to, Path.GetFileName(file)));
            }
        }

        Prepare();
        Directory.Delete(replacement.Root, recursive: true);
        _replacement = null;
    }

    private static bool IsScene(string file)
    {
        string stem = Path.GetFileNameWithoutExtension(file);
        return stem.Length == 5 && stem.All(char.IsAsciiDigit);
    }
}
