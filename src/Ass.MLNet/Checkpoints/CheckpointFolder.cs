using System.Globalization;
using Ass.MLNet.Files;
using TorchSharp;

namespace Ass.MLNet.Checkpoints;

/// <summary>The checkpoints of one run: the last two are kept, so that a damaged one costs a few steps, not the run.</summary>
internal sealed class CheckpointFolder
{
    private const int Kept = 2;
    private const string Prefix = "step-";
    private const string Extension = ".checkpoint";
    private const string Aside = ".damaged";

    private readonly string _folder;
    private readonly Action<string> _delete;

    /// <param name="folder">The folder, created with the first checkpoint.</param>
    /// <param name="delete">Removes a file; null for <see cref="File.Delete"/>.</param>
    public CheckpointFolder(string folder, Action<string>? delete = null)
    {
        (_folder, _delete) = (folder, delete ?? File.Delete);
        if (Directory.Exists(folder))
        {
            AtomicFile.RemovePartials(folder);
        }
    }

    /// <summary>All checkpoints, the newest first.</summary>
    public IReadOnlyList<string> Files =>
        [
            .. Named("")
                .Select(path => (Path: path, Step: StepOf(path)))
                .Where(file => file.Step >= 0)
                .OrderByDescending(file => file.Step)
                .Select(file => file.Path),
        ];

    /// <summary>A checkpoint, intact or damaged, as evidence of an earlier run; null if there is none.</summary>
    public string? Trace => Files.Concat(Named(Aside)).FirstOrDefault();

    /// <summary>Writes a checkpoint, then deletes those that are no longer needed.</summary>
    /// <param name="state">The training state to save.</param>
    /// <param name="tensors">The tensors to save, by name.</param>
    /// <param name="warn">Receives a warning for an old checkpoint that cannot be deleted.</param>
    /// <exception cref="IOException">The checkpoint could not be written; the earlier ones are unchanged.</exception>
    public void Save(TrainingState state, IReadOnlyDictionary<string, torch.Tensor> tensors, Action<string> warn)
    {
        Directory.CreateDirectory(_folder);
        string step = state.Step.ToString("D9", CultureInfo.InvariantCulture);
        CheckpointFile.Write(Path.Combine(_folder, Prefix + step + Extension), state, tensors);
        foreach (string old in Files.Skip(Kept))
        {
            Try(() => _delete(old), e => warn($"The old checkpoint '{old}' could not be removed: {e.Message}"));
        }
    }

    /// <summary>Finds the newest intact checkpoint; newer, damaged ones are renamed.</summary>
    /// <param name="warn">Receives a warning for each damaged file.</param>
    /// <returns>Null if there is no checkpoint.</returns>
    /// <exception cref="InvalidDataException">There are checkpoints, but none is intact. All are left unchanged, so that the next attempt
    /// fails here, too.</exception>
    public (string Path, TrainingState State)? FindNewest(Action<string> warn)
    {
        var damaged = new List<(string Path, Exception Reason)>();
        foreach (string path in Files)
        {
            try
            {
                var state = CheckpointFile.ReadState(path);
                damaged.ForEach(d => PutAside(d.Path, d.Reason, warn));
                return (path, state);
            }
            catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
            {
                damaged.Add((path, e));
            }
        }

        damaged.AddRange(Named(Aside).Select(path => (path, (Exception)new InvalidDataException("It was put aside as damaged."))));
        return damaged.Count == 0
            ? null
            : throw new InvalidDataException(
                $"No checkpoint in '{_folder}' is whole, so there is nothing to go on from, and nothing was changed. To train "
                    + "from the start, remove the folder. Damaged:"
                    + string.Concat(damaged.Select(d => $"{Environment.NewLine}  {Path.GetFileName(d.Path)}: {d.Reason.Message}")),
                damaged[0].Reason
            );
    }

    private static void PutAside(string path, Exception reason, Action<string> warn)
    {
        string outcome = $"was renamed to '{Path.GetFileName(path)}{Aside}'";
        Try(() => File.Move(path, path + Aside, overwrite: true), e => outcome = $"could not be renamed ({e.Message})");
        warn($"The checkpoint '{path}' is damaged and {outcome}; training goes on from the one before. {reason.Message}");
    }

    private static void Try(Action action, Action<Exception> failed)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failed(e);
        }
    }

    private static int StepOf(string path)
    {
        var name = Path.GetFileName(path.AsSpan());
        var digits = name[Prefix.Length..^Extension.Length];
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int step) ? step : -1;
    }

    private IEnumerable<string> Named(string ending) =>
        Directory.Exists(_folder) ? Directory.EnumerateFiles(_folder, Prefix + "*" + Extension + ending).Order(StringComparer.Ordinal) : [];
}
