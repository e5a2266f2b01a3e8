using Ass.MLNet.Annotations;

namespace Ass.MLNet.Datasets;

/// <summary>Finds the images of COCO's file.</summary>
internal static class CocoFiles
{
    private const string Images = "images";

    private static readonly StringComparer PathComparer =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>Finds the images, and pairs them with their annotations.</summary>
    /// <param name="set">The name of the data set in errors.</param>
    /// <param name="file">The file.</param>
    /// <param name="classes">The classes by name.</param>
    /// <param name="images">The image folder; <see langword="null"/>: the first usual place that holds the first image.</param>
    /// <param name="missing">How to treat images without an annotation; an error only if they would have no pixel with a class.</param>
    /// <exception cref="DirectoryNotFoundException">The image folder is missing.</exception>
    /// <exception cref="FileNotFoundException">Images are missing, or have no annotation.</exception>
    /// <exception cref="InvalidDataException">An annotation's category is unknown.</exception>
    public static FoundSamples Find(string set, CocoFile file, AnnotationClasses classes, string? images, MissingLabels missing)
    {
        if (images is not null && !Directory.Exists(images))
        {
            throw new DirectoryNotFoundException(
                $"{set}: the image folder '{Path.GetFullPath(images)}' does not exist. {FolderSummary.Near(images)}"
            );
        }

        string[] folders = images is not null ? [images] : [.. UsualFolders(file.Path)];
        var (folder, paths) = folders
            .Select(place => (place, new ListedPaths(place)))
            .FirstOrDefault(place => File.Exists(place.Item2.Find(file.Images[0].File)), (folders[0], new ListedPaths(folders[0])));
        var annotations = file.TakeAnnotations(classes);
        bool hasBackground = classes.Background != Labels.LabelMask.Ignored && missing == MissingLabels.Error;
        SegmentationSample[] samples =
        [
            .. file.Images.Select(
                (image, i) =>
                    new SegmentationSample(
                        SegmentationFiles.StemOf(ListedPaths.Below(image.File)),
                        paths.Find(image.File),
                        annotations[i].Count > 0 || hasBackground ? file.Path : null
                    )
                    {
                        Source = new CocoLabel(file, image, paths.Find(image.File), annotations[i], classes.Background),
                    }
            ),
        ];
        string[] absent = [.. samples.Select(sample => sample.ImagePath).Where(path => !File.Exists(path))];
        if (absent.Length > 0)
        {
            throw new FileNotFoundException(
                $"{set}: {absent.Length} of {samples.Length} images do not exist: {SegmentationFiles.FirstFew(absent)}. "
                    + (Directory.Exists(folder) ? $"'{Path.GetFullPath(folder)}' {FolderSummary.Of(folder)}." : FolderSummary.Near(folder))
                    + (images is null ? " Name the folder of the images (images, images=DIR on the command line)." : "")
            );
        }

        return MissingLabelRule.Apply(
            set,
            samples,
            missing,
            $"annotations in '{Path.GetFullPath(file.Path)}'",
            Unlisted(set, file.Path, samples, missing, images ?? (Path.GetFileName(folder) == Images ? folder : null))
        );
    }

    /// <summary>Counts images that the file does not list: those in the folder of the images and below it, or, where that is not known to
    /// hold images alone (<see langword="null"/>), those beside listed images.</summary>
    private static DatasetNote[] Unlisted(string set, string file, SegmentationSample[] samples, MissingLabels missing, string? folder)
    {
        var listed = samples.Select(sample => Comparable(sample.ImagePath)).ToHashSet(PathComparer);
        string[] holders = folder is not null
            ? [folder]
            : [.. samples.Select(sample => Path.GetDirectoryName(Path.GetFullPath(sample.ImagePath))!).Distinct()];
        string where = $"'{Path.GetFullPath(holders[0])}'" + (holders.Length > 1 ? $" and {holders.Length - 1} more folders" : "");
        string[] others;
        try
        {
            others =
            [
                .. (folder is null ? holders.SelectMany(holder => Directory.EnumerateFiles(holder)) : FilesBelow(set, folder)).Where(path =>
                    PictureFormats.IsImage(path) && !Path.GetFileName(path).StartsWith('.') && !listed.Contains(Comparable(path))
                ),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [new DatasetNote($"Images in {where} that '{file}' does not list were not counted: {e.Message}", IsWarning: false)];
        }

        return others.Length == 0
            ? []
            :
            [
                new DatasetNote(
                    $"{others.Length} images in {where} are not listed in '{file}' and were left out: "
                        + $"{SegmentationFiles.FirstFew([.. others.Order(StringComparer.Ordinal)])}."
                        + (
                            missing == MissingLabels.Unlabeled
                                ? " Only listed images are unlabelled; others, unless they are another split's, are a set of their own."
                                : ""
                        ),
                    IsWarning: false
                ),
            ];
    }

    private static IEnumerable<string> FilesBelow(string set, string folder) =>
        PictureFolder.List(set, "image", folder).Files.Select(image => image.Path);

    private static string Comparable(string path) => PictureFolder.Composed(Path.GetFullPath(path));

    /// <summary>Beside the file, in <c>images</c> there, or, as for a file in <c>annotations</c>, one folder up.</summary>
    private static IEnumerable<string> UsualFolders(string file)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        yield return folder;
        yield return Path.Combine(folder, Images);
        if (Path.GetDirectoryName(folder) is { } above)
        {
            yield return Path.Combine(above, Images);
            yield return above;
        }
    }
}
