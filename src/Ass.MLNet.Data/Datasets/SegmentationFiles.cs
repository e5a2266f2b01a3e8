using Ass.MLNet.Files;

namespace Ass.MLNet.Datasets;

/// <summary>Finds the images of a folder and their labels.</summary>
internal static class SegmentationFiles
{
    private const int MostNamed = 5;
    private const int MostNear = 3;

    // Formats of cameras, simulators and other programs that are not supported here. If an image folder contains such files, they are
    // probably meant to be in the set.
    private static readonly string[] OtherPictures =
    [
        ".heic",
        ".heif",
        ".avif",
        ".jp2",
        ".j2k",
        ".jxl",
        ".exr",
        ".hdr",
        ".dng",
        ".raw",
        ".nef",
        ".cr2",
        ".arw",
        ".ppm",
        ".pgm",
        ".pbm",
        ".tga",
        ".npy",
        ".npz",
        ".mat",
    ];

    /// <summary>
    /// Pairs images with labels by relative path without suffix and extension, in ordinal order of that path. Labels without an image are
    /// dropped and counted.
    /// </summary>
    /// <param name="set">The name of the data set in errors.</param>
    /// <param name="images">The image folder, searched with its subfolders.</param>
    /// <param name="labels">The label folder, or <see langword="null"/> for unlabelled images.</param>
    /// <param name="imageSuffix">The suffix of image names before the extension; files without it are skipped. <see langword="null"/>:
    /// detect it.</param>
    /// <param name="labelSuffix">The suffix of label names; <see langword="null"/>: detect it.</param>
    /// <param name="missing">How to treat images without a label.</param>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    /// <exception cref="FileNotFoundException">There is no image, images have no label, no label has an image, or labels belong to images
    /// in an unsupported format.</exception>
    /// <exception cref="InvalidOperationException">Two files in a folder have the same name, or the choice of labels is
    /// ambiguous.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to a folder is denied.</exception>
    public static FoundSamples Pair(
        string set,
        string images,
        string? labels,
        string? imageSuffix = "",
        string? labelSuffix = "",
        MissingLabels missing = MissingLabels.Error
    )
    {
        if (!Enum.IsDefined(missing))
        {
            throw new ArgumentOutOfRangeException(
                nameof(missing),
                missing,
                $"Missing labels must be one of {string.Join(", ", Enum.GetNames<MissingLabels>())}."
            );
        }

        var imageFolder = PictureFolder.List(set, "image", images);
        if (labels is null)
        {
            var alone = NamedFiles.Select(set, "image", imageFolder, imageSuffix ?? "", PictureFormats.ImageExtensions);
            CheckAny(set, alone, imageSuffix ?? "");
            return new FoundSamples(
                [.. alone.ByName.Select(image => new SegmentationSample(image.Key, image.Value, null))],
                [.. NotesOf(imageFolder, alone)]
            );
        }

        var labelFolder = PictureFolder.List(set, "label", labels);
        if (imageSuffix is null && labelSuffix is null && RealPath.AreSame(images, labels))
        {
            throw new InvalidOperationException(
                $"{set}: images and labels lie in one folder, '{Path.GetFullPath(images)}': say what the names of each end in "
                    + "(imageSuffix, labelSuffix; image-suffix=…, label-suffix=… on the command line)."
            );
        }

        var suffixes = NameSuffixes.Find(
            set,
            NamedFiles.Stems(imageFolder, PictureFormats.ImageExtensions),
            NamedFiles.Stems(labelFolder, PictureFormats.LabelExtensions).ToHashSet(),
            imageSuffix,
            labelSuffix,
            mayLack: missing != MissingLabels.Error
        );
        var found = NamedFiles.Select(set, "image", imageFolder, suffixes.Image, PictureFormats.ImageExtensions);
        CheckAny(set, found, suffixes.Image);
        var partners = NamedFiles.Select(set, "label", labelFolder, suffixes.Label, PictureFormats.LabelExtensions);
        var pairs = found
            .ByName.Select(image => new SegmentationSample(image.Key, image.Value, partners.ByName.GetValueOrDefault(image.Key)))
            .ToList();
        List<DatasetNote> notes = [.. NotesOf(imageFolder, found), .. NotesOf(labelFolder, partners)];
        if (suffixes != new NameSuffixes(imageSuffix ?? "", labelSuffix ?? ""))
        {
            notes.Add(new DatasetNote($"Names pair up as images '…{suffixes.Image}' with labels '…{suffixes.Label}'.", IsWarning: false));
        }

        CheckLabelsWithoutImage(set, found, partners, notes);
        string[] unlabelled = [.. pairs.Where(pair => pair.LabelPath is null).Select(pair => pair.ImagePath)];
        if (unlabelled.Length > 0)
        {
            string count = $"{unlabelled.Length} of {pairs.Count} image files have no label: {FirstFew(unlabelled)}";
            bool all = unlabelled.Length == pairs.Count;
            int unused = all ? partners.ByName.Count + (RealPath.AreSame(images, labels) ? 0 : partners.WithoutSuffix) : 0;
            if (missing == MissingLabels.Error || (missing == MissingLabels.LeaveOut && all) || unused > 0)
            {
                throw new FileNotFoundException(
                    $"{set}: {count}; looked for the same name ({Patterns(suffixes.Label, PictureFormats.LabelExtensions)}) in "
                        + $"'{Path.GetFullPath(labels)}'{NearestTo(pairs.First(pair => pair.LabelPath is null).Stem, labelFolder)}."
                        + (
                            unused > 0
                                ? $" None of the {unused} label files there belongs to an image: say what the names end in (imageSuffix, "
                                    + "labelSuffix; image-suffix=…, label-suffix=… on the command line)."
                            : all ? ""
                            : " To leave them out or to take them as unlabelled, say missingLabels, or "
                                + "missing-labels=leave-out|unlabeled on the command line."
                        )
                );
            }

            notes.Add(
                new DatasetNote(
                    $"{count}; they {(missing == MissingLabels.LeaveOut ? "were left out" : "are unlabelled")}.",
                    IsWarning: true
                )
            );
            pairs.RemoveAll(pair => missing == MissingLabels.LeaveOut && pair.LabelPath is null);
        }

        return new FoundSamples(pairs, notes);
    }

    /// <summary>Whether a folder or its subfolders contain a label file with a given suffix before the extension.</summary>
    public static bool HasLabels(string set, string folder, string suffix) =>
        NamedFiles
            .Stems(PictureFolder.List(set, "label", folder), PictureFormats.LabelExtensions)
            .Any(name => name.EndsWith(suffix, StringComparison.Ordinal));

    /// <summary>Returns a path without its image extension, with forward slashes and in Unicode form C.</summary>
    public static string StemOf(string path)
    {
        path = PictureFolder.Composed(path.Replace('\\', '/'));
        return PictureFormats.IsImage(path) ? Path.ChangeExtension(path, null) : path;
    }

    /// <summary>The first few names, for an error message.</summary>
    public static string FirstFew(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(MostNamed).Select(name => $"'{name}'"))
        + (names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "");

    private static void CheckAny(string set, NamedFiles found, string suffix)
    {
        if (found.ByName.Count == 0)
        {
            throw new FileNotFoundException(
                $"{set}: no image ({Patterns(suffix, PictureFormats.ImageExtensions)}) in "
                    + $"'{Path.GetFullPath(found.Folder.Path)}', which {FolderSummary.Of(found.Folder.Path)}."
            );
        }
    }

    /// <summary>Labels of images that were not copied are harmless; but labels of images that exist in an unsupported format would make the
    /// set smaller than it looks.</summary>
    private static void CheckLabelsWithoutImage(string set, NamedFiles images, NamedFiles labels, List<DatasetNote> notes)
    {
        string[] alone = [.. labels.ByName.Keys.Where(name => !images.ByName.ContainsKey(name))];
        if (alone.Length == 0)
        {
            return;
        }

        var unread = images.Others.Where(IsPicture).ToLookup(file => Path.ChangeExtension(file.Name, null)!, file => file.Path);
        string[] lost = [.. alone.SelectMany(name => unread[name + images.Suffix])];
        if (lost.Length > 0)
        {
            throw new FileNotFoundException(
                $"{set}: {lost.Length} images that have labels are of a kind that is not read "
                    + $"({FolderSummary.Extensions(lost)}): {FirstFew(lost)}; read are "
                    + $"{string.Join(", ", PictureFormats.ImageExtensions)}."
            );
        }

        notes.Add(
            new DatasetNote(
                $"{alone.Length} of {labels.ByName.Count} label files have no image in '{Path.GetFullPath(images.Folder.Path)}' "
                    + $"and were left out: {FirstFew([.. alone.Select(name => labels.ByName[name])])}.",
                IsWarning: true
            )
        );
    }

    private static bool IsPicture((string Name, string Path) file) =>
        OtherPictures.Contains(Path.GetExtension(file.Name), StringComparer.OrdinalIgnoreCase);

    /// <summary>Files of a folder that were passed over.</summary>
    public static IEnumerable<DatasetNote> NotesOf(PictureFolder folder, NamedFiles found)
    {
        foreach (var note in folder.Notes)
        {
            yield return note;
        }

        string where = $"in '{Path.GetFullPath(folder.Path)}'";
        if (found.Others.Count > 0)
        {
            yield return new DatasetNote(
                $"{found.Others.Count} files {where} were passed over, since they are no {found.Kind}s that are read "
                    + $"({FolderSummary.Extensions(found.Others.Select(file => file.Name))}).",
                IsWarning: found.Others.Any(IsPicture)
            );
        }

        if (found.WithoutSuffix > 0)
        {
            yield return new DatasetNote(
                $"{found.WithoutSuffix} pictures {where} were passed over, since their names do not end in '{found.Suffix}'.",
                IsWarning: false
            );
        }
    }

    private static string Patterns(string suffix, IReadOnlyList<string> extensions) =>
        string.Join(", ", extensions.Select(extension => suffix + extension));

    /// <summary>Files in a folder that a missing file may correspond to, as the end of a sentence.</summary>
    private static string NearestTo(string stem, PictureFolder folder)
    {
        string name = stem[(stem.LastIndexOf('/') + 1)..];
        string[] near =
        [
            .. folder.Files.Select(file => file.Name).Where(file => file.Contains(name, StringComparison.OrdinalIgnoreCase)).Take(MostNear),
        ];
        return near.Length > 0
            ? $"; near '{stem}' there is {string.Join(", ", near.Select(file => $"'{file}'"))}"
            : $"; no name there contains '{name}', and the folder {FolderSummary.Of(folder.Path)}";
    }
}
