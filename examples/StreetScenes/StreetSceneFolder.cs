using System.Globalization;
using Ass.MLNet;

namespace StreetScenes;

/// <summary>Writes scenes as an ordinary folder data set, or goes on with one.</summary>
/// <remarks>
/// <c>images/00000.png</c> … (colour), <c>labels/00000.png</c> … (8-bit grey train ids, 255 = ignored), <c>classes.txt</c> (a class name a line, in the
/// order of the ids) and <c>scenes.json</c> (<see cref="SceneRecord"/>): <see cref="SegmentationDataset.Folder"/> reads it. Every file is written beside its
/// place and moved there, so that whatever is there is whole, and a scene whose two files are there is not rendered again.
/// </remarks>
public sealed class StreetSceneFolder
{
    /// <summary>The most scenes of one folder: their names have five digits.</summary>
    public const int MostScenes = 100_000;

    private readonly string _images, _labels;

    private StreetSceneFolder(string root, SceneRecord record)
        => (Root, Record, _images, _labels) = (root, record, Path.Combine(root, "images"), Path.Combine(root, "labels"));

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>What its scenes are.</summary>
    public SceneRecord Record { get; }

    /// <summary>Makes a folder, or opens one that was begun with the same settings.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="seed">The seed of the data set.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="replace">Whether scenes of other settings are deleted; otherwise they are an error.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is outside the renderer's range.</exception>
    /// <exception cref="IOException">The folder holds other scenes, or images that are none of ours; the error tells which.</exception>
    public static StreetSceneFolder Open(string root, int seed, int width = 480, int height = 360, bool replace = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        StreetRenderer.CheckSize(width, nameof(width));
        StreetRenderer.CheckSize(height, nameof(height));
        var folder = new StreetSceneFolder(Path.GetFullPath(root), new SceneRecord(StreetRenderer.Version, seed, width, height));
        SceneRecord? before = SceneRecord.Read(folder.Root);
        if (before is null && folder.FirstStranger() is { } stranger)
            throw new IOException($"'{folder.Root}' holds '{stranger}', but no {SceneRecord.FileName}: it is not a folder of rendered scenes, so choose another one.");
        if (before is not null && before != folder.Record)
        {
            if (!replace)
                throw new IOException($"'{folder.Root}' holds scenes of {before}, but {folder.Record} is asked for: choose another folder, or replace them (--force).");
            folder.Clear();
        }

        Directory.CreateDirectory(folder._images);
        Directory.CreateDirectory(folder._labels);
        folder.Record.Write(folder.Root);
        SceneFiles.Write(Path.Combine(folder.Root, "classes.txt"), string.Join('\n', StreetScene.ClassNames) + "\n");
        return folder;
    }

    /// <summary>Whether both files of a scene are there.</summary>
    /// <param name="index">From 0.</param>
    public bool Has(int index) => File.Exists(ImagePath(index)) && File.Exists(LabelPath(index));

    /// <summary>Renders the scenes that are not there yet.</summary>
    /// <param name="count">Scenes in all, 1 – <see cref="MostScenes"/>.</param>
    /// <param name="workers">Threads, at least 1; the files do not depend on them.</param>
    /// <param name="progress">Is told, by several threads, how many of the missing scenes have been written.</param>
    /// <param name="cancellation">Ends the work after the scenes that are being rendered.</param>
    /// <returns>The number of scenes written.</returns>
    public int Write(int count, int workers = 1, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostScenes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(workers);
        int done = 0;
        int[] missing = [.. Enumerable.Range(0, count).Where(index => !Has(index))];
        Parallel.ForEach(missing, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation }, index =>
        {
            StreetScene scene = StreetRenderer.Render(StreetRenderer.SceneSeed(Record.Seed, index), Record.Width, Record.Height);
            SceneFiles.Write(ImagePath(index), SceneFiles.EncodePng(scene));
            SegmentationPng.Save(LabelPath(index), scene.Labels, scene.Width, scene.Height);
            progress?.Report(Interlocked.Increment(ref done));
        });
        return missing.Length;
    }

    private static string Name(int index) => index.ToString("D5", CultureInfo.InvariantCulture) + ".png";

    private string ImagePath(int index) => Path.Combine(_images, Name(index));

    private string LabelPath(int index) => Path.Combine(_labels, Name(index));

    private string? FirstStranger() => new[] { _images, _labels }.Where(Directory.Exists).SelectMany(Directory.EnumerateFileSystemEntries).FirstOrDefault();

    private void Clear()
    {
        // The old record goes last: should this be cut off, the next try knows the rest for scenes.
        foreach (string file in new[] { _images, _labels }.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*.png")))
        {
            string stem = Path.GetFileNameWithoutExtension(file);
            if (stem.Length == 5 && stem.All(char.IsAsciiDigit))
                File.Delete(file);
        }
    }
}
