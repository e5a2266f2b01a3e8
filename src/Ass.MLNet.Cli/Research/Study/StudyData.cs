using System.Text.Json;
using System.Text.Json.Nodes;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Research.Cells;
using Ass.MLNet.Cli.Train;
using Ass.MLNet.Datasets;
using Ass.MLNet.Files;
using Ass.MLNet.Labels;
using Microsoft.ML;

namespace Ass.MLNet.Cli.Research.Study;

/// <summary>The training and evaluation data of a variant's cells.</summary>
internal sealed class StudyData
{
    private readonly IReadOnlyList<string>? _classNames;
    private readonly SegmentationDataset[] _sources;
    private readonly SegmentationDataset? _target;
    private readonly string _sourceFacts;
    private readonly string _targetFacts;
    private readonly string _validationFacts;
    private readonly string _mapNames;
    private readonly string _mapContents;
    private readonly string? _weightContent;
    private readonly string? _labeledFrom;
    private readonly string _folder;

    private StudyData(
        MLContext ml,
        StudyVariant variant,
        string folder,
        SegmentationDataset? target,
        SegmentationDataset validation,
        string validationName
    )
    {
        var arguments = variant.Training;
        (_labeledFrom, _folder) = (variant.LabeledFrom, folder);
        (_classNames, _sources, _target, Validation) = (arguments.ClassNames, arguments.Sources, target, validation);
        (_sourceFacts, _targetFacts) = (
            Facts(ml, arguments.SourceName, _sources),
            Facts(ml, arguments.TargetName, target is null ? [] : [target.AsTarget()])
        );
        _validationFacts = LabelledFacts(ml, validationName, validation);
        (_mapNames, _mapContents) = (arguments.MapNames, arguments.MapContents);
        _weightContent = CellSettings.ContentOf(arguments.Weights);
    }

    /// <summary>Labelled target images.</summary>
    public SegmentationDataset Validation { get; }

    /// <summary>The classes that are measured; null if no set names any. Where the labels that are measured on have none, they are those
    /// of the sets that are trained on.</summary>
    public IReadOnlyList<string>? MeasuredClasses =>
        Validation.ClassNames
        ?? _target?.ClassNames
        ?? _sources.Select(source => source.ClassNames).FirstOrDefault(names => names is not null)
        ?? _classNames;

    /// <summary>Which values in the labels that are measured on become which classes.</summary>
    public string MeasuredValues
    {
        get
        {
            var map = Validation.LabelMap ?? (MeasuredClasses is { } names ? LabelMap.Identity(names) : null);
            var values = map?.ListedValues.Where(value => map[value] != LabelMask.Ignored).Select(value => $"{value}={map[value]}");
            return $"{MappedLabels}: {string.Join(' ', values ?? [])}";
        }
    }

    private bool IsHeldBack { get; init; }

    /// <summary>The labels that the map of <see cref="Validation"/> names: their order says what its values are.</summary>
    private string MappedLabels { get; init; } = "";

    /// <summary>Opens the sets; reads only names.</summary>
    /// <param name="ml">Reads.</param>
    /// <param name="variant">Names them.</param>
    /// <param name="holdBack">The target images to evaluate on; null for those of <c>val</c>.</param>
    /// <param name="folder">The folder for the lists of images that are held back and of those that are left.</param>
    /// <exception cref="UsageException">A required set is missing or has too few images.</exception>
    public static StudyData Open(MLContext ml, StudyVariant variant, HoldBack? holdBack, string folder)
    {
        var arguments = variant.Training;
        arguments.CheckMaps();
        var target = arguments.Target;
        if (holdBack is null)
        {
            var validation = (arguments.Validation ?? throw Missing("val", "what is measured on")).AsTarget();
            CheckApart(
                [.. arguments.Sources, .. target is null ? [] : new[] { target }],
                validation,
                "'val'",
                "'source' or 'target'",
                ", or use 'holdBack'"
            );
            return new(ml, variant, folder, target, validation, arguments.ValidationName) { MappedLabels = arguments.ValidationLabels };
        }
        if (target is null)
        {
            throw Missing("target", "of which 'holdBack' takes images");
        }
        string[] labelled = [.. target.Samples.Where(sample => sample.LabelPath is not null).Select(sample => sample.Stem)];
        var held = holdBack.Choose(labelled.Length).Select(place => labelled[place]).ToHashSet();
        var left = target.Take(target.Samples.Select(sample => sample.Stem).Except(held).ToHashSet());
        var measured = target.Take(held).AsTarget();
        CheckApart(arguments.Sources, measured, "'target' that 'holdBack' takes", "'source'");
        return new(ml, variant, folder, left, measured, $"{arguments.TargetName}, held back")
        {
            IsHeldBack = true,
            MappedLabels = arguments.TargetLabels,
        };
    }

    /// <summary>Writes which images of the target are held back, and which are left for training.</summary>
    public void WriteLists()
    {
        if (IsHeldBack)
        {
            Write("training-images.txt", _target!);
            Write("held-back-images.txt", Validation);
        }

        void Write(string list, SegmentationDataset set) =>
            AtomicFile.Write(Path.Combine(_folder, list), file =>
                File.WriteAllLines(file, set.Samples.Select(sample => ListFile.Line(sample.Stem)))
            );
    }

    /// <summary>Loads a cell's training data, without images that its row does not use.</summary>
    public IDataView Load(MLContext ml, StudyCell cell) => TrainingSets.Load(ml, Sets(cell), _classNames);

    /// <summary>The sets whose labels a cell learns from or is measured on, with what they are to it.</summary>
    public IEnumerable<(string Name, SegmentationDataset Set)> Labels(StudyCell cell) =>
        Sets(cell).Select(set => (_sources.Contains(set) ? "source" : "target", set)).Append(("what is measured on", Validation));

    /// <summary>What labels are read with, beside the sets' own layouts.</summary>
    public string Reading => $"{_mapNames} {_mapContents} {string.Join(',', _classNames ?? [])}";

    /// <summary>The target images that keep their labels.</summary>
    public string[] LabelledTargets(MLContext ml, StudyCell cell) =>
        cell.Row.IsSourceOnly ? [] : TrainingSets.LabelledTargets(ml, ml.Data.LoadSegmentation(TargetOf(cell)));

    /// <summary>Identifies a cell's data independently of its location.</summary>
    public JsonObject FactsOf(MLContext ml, StudyCell cell)
    {
        var facts = new JsonObject
        {
            ["source"] = cell.Row.Recipe == AdaptationRecipe.TargetOnly ? null : _sourceFacts,
            ["target"] = cell.Row.IsSourceOnly ? null : _targetFacts,
            ["validation"] = _validationFacts,
            ["seed"] = cell.Seed,
        };
        if (MeasuredClasses is { } classes)
        {
            facts[CellSettings.Classes] = JsonSerializer.SerializeToNode(classes);
        }
        if (_mapNames.Length > 0)
        {
            facts["maps"] = _mapNames;
            facts[CellSettings.MapContents] = _mapContents;
        }
        if (_labeledFrom is not null && !cell.Row.IsSourceOnly)
        {
            var labelled = TrainingSets.Images(ml, TargetOf(cell)).Where(image => image.HasLabel);
            facts[CellSettings.LabelledImages] = ImageNames.Hash(labelled.Select(image => image.Name));
        }
        if (_weightContent is not null)
        {
            facts[CellSettings.WeightContent] = _weightContent;
        }
        return facts;
    }

    private SegmentationDataset[] Sets(StudyCell cell)
    {
        if (cell.Row.Recipe != AdaptationRecipe.TargetOnly && _sources.Length == 0)
        {
            throw Missing("source", $"without which '{cell.Row}' cannot be trained");
        }
        return cell.Row.Recipe switch
        {
            AdaptationRecipe.SourceOnly => _sources,
            AdaptationRecipe.TargetOnly => [TargetOf(cell)],
            _ => [.. _sources, TargetOf(cell)],
        };
    }

    private SegmentationDataset TargetOf(StudyCell cell)
    {
        var target = _target ?? throw Missing("target", $"without which '{cell.Row}' cannot be trained");
        try
        {
            if (_labeledFrom is null)
            {
                return target.AsTarget(cell.Labeled, cell.Seed);
            }
            var labelled = target.AsTarget(WriteFirst(_labeledFrom, cell.Labeled));
            int count = labelled.LabeledImagePaths.Count;
            return count == cell.Labeled
                ? labelled
                : throw new UsageException(
                    $"'labeledFrom': the first {cell.Labeled} lines of '{_labeledFrom}' name {count} images, so that one is there twice."
                );
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new UsageException($"'labeled': {Terminal.Message(e)}", e);
        }
    }

    /// <summary>Writes the first images of a list as one of their own.</summary>
    private string WriteFirst(string list, int count)
    {
        string[] lines = [.. ListFile.ReadLines(list, "'labeledFrom'").Take(count)];
        if (lines.Length < count)
        {
            throw new UsageException($"'labeledFrom': '{list}' has {lines.Length} images, and 'labeled' asks for {count}.");
        }
        // Variants' lists may have the same name, and other processes may be at work here.
        string name = $"{Path.GetFileNameWithoutExtension(list)}-{ImageNames.Hash(lines)}.txt";
        string path = Path.Combine(_folder, $"labeled-first-{count}-of-{name}");
        AtomicFile.Write(path, file => File.WriteAllLines(file, lines.Select(ListFile.Line)));
        return path;
    }

    /// <summary>Which set, how many images, and a hash of their names: contents are not compared.</summary>
    private static string Facts(MLContext ml, string name, SegmentationDataset[] sets) =>
        Facts(name, sets.SelectMany(set => TrainingSets.Images(ml, set)));

    private static string Facts(string name, IEnumerable<(string Name, bool HasLabel)> images)
    {
        string[] names = [.. images.Select(image => image.Name)];
        return $"{name}, {names.Length} images, names {ImageNames.Hash(names)}";
    }

    /// <summary>The same of the images that are measured on: those with labels.</summary>
    private static string LabelledFacts(MLContext ml, string name, SegmentationDataset set) =>
        Facts(name, TrainingSets.Images(ml, set).Where(image => image.HasLabel));

    /// <summary>Any image of the target may be labelled for training, and all are seen by rows that learn from unlabelled ones.</summary>
    private static void CheckApart(
        SegmentationDataset[] trained,
        SegmentationDataset measured,
        string of,
        string trainedName,
        string hint = ""
    )
    {
        var paths = measured.ImagePaths.Select(Path.GetFullPath).ToHashSet(StringComparer.Ordinal);
        string[] both = [.. trained.SelectMany(set => set.ImagePaths).Where(path => paths.Contains(Path.GetFullPath(path)))];
        if (both.Length > 0)
        {
            throw new UsageException(
                $"{both.Length} images of {of} are in {trainedName}, too, and would be trained on, such as '{both[0]}': "
                    + $"name other images by a list behind either{hint}."
            );
        }
    }

    private static UsageException Missing(string name, string what) => new($"'{name}' is missing, {what}.");
}
