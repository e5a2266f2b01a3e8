using System.Globalization;
using TorchSharp;

namespace Ass.MLNet;

/// <summary>The checkpoints of one run: the last two are kept, so that a damaged one costs a few steps and not the run.</summary>
internal sealed class CheckpointFolder
{
    private const int Kept = 2;
    private const string Prefix = "step-";
    private const string Extension = ".checkpoint";

    private readonly string folder;

    public CheckpointFolder(string folder)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);
        DurableFile.RemovePartials(folder);
    }

    /// <summary>All checkpoints, the newest first.</summary>
    public IReadOnlyList<string> Files =>
    [
        .. Directory.EnumerateFiles(folder, Prefix + "*" + Extension)
            .Select(path => (Path: path, Step: StepOf(path)))
            .Where(file => file.Step >= 0)
            .OrderByDescending(file => file.Step)
            .Select(file => file.Path),
    ];

    /// <summary>Writes a checkpoint, and then removes those that are no longer needed.</summary>
    /// <exception cref="IOException">It could not be written; the earlier ones are still there.</exception>
    public void Save(TrainingState state, IReadOnlyDictionary<string, torch.Tensor> tensors)
    {
        string step = state.Step.ToString("D9", CultureInfo.InvariantCulture);
        CheckpointFile.Write(Path.Combine(folder, Prefix + step + Extension), state, tensors);
        foreach (string old in Files.Skip(Kept))
            File.Delete(old);
    }

    /// <summary>The newest checkpoint that is whole; damaged ones are put aside under another name.</summary>
    /// <param name="warn">Told of each damaged file.</param>
    /// <returns>Null where there is no checkpoint.</returns>
    /// <exception cref="InvalidDataException">There are checkpoints, but none is whole.</exception>
    public (string Path, TrainingState State)? FindNewest(Action<string> warn)
    {
        var files = Files;
        foreach (string path in files)
        {
            try
            {
                return (path, CheckpointFile.ReadState(path));
            }
            catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
            {
                File.Move(path, path + ".damaged", overwrite: true);
                warn($"The checkpoint '{path}' is damaged and was renamed to '{Path.GetFileName(path)}.damaged'. {e.Message}");
            }
        }

        return files.Count == 0 ? null : throw new InvalidDataException(
            $"No checkpoint in '{folder}' is whole: all {files.Count} are damaged. Remove the folder to train from the start.");
    }

    private static int StepOf(string path)
    {
        var name = Path.GetFileName(path.AsSpan());
        var digits = name[Prefix.Length..^Extension.Length];
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int step) ? step : -1;
    }
}
