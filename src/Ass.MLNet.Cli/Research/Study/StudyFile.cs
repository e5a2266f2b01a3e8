using System.Text.Json;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Research.Cells;
using Ass.MLNet.Files;

namespace Ass.MLNet.Cli.Research.Study;

/// <summary>Reads a study's file: JSON with comments, whose settings are the options of <c>train</c> by name and a few of the study's
/// own.</summary>
internal sealed class StudyFile
{
    private static readonly JsonDocumentOptions Format = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    private const string LabeledFrom = "labeledFrom";

    private static readonly string[] StudyNames = ["train", "keepModels", "parts"];
    private static readonly string[] PartNames = ["rows", "labeled", "seeds", "holdBack", "holdBackSeed", LabeledFrom, "variants"];

    private readonly string _path;

    private StudyFile(string path) => _path = path;

    /// <summary>Paths in the file are relative to it.</summary>
    private string Folder => Path.GetDirectoryName(Path.GetFullPath(_path))!;

    /// <exception cref="UsageException">Something in the file is unknown or has a value that it cannot have; the error names file, part and
    /// setting.</exception>
    public static Study Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(ByteOrderMark.Skip(File.ReadAllBytes(path)), Format);
            return new StudyFile(path).ReadStudy(new JsonSettings($"'{path}'", document.RootElement));
        }
        catch (JsonException e)
        {
            throw new UsageException($"'{path}' is not JSON: {e.Message}", e);
        }
    }

    private Study ReadStudy(JsonSettings study)
    {
        study.CheckNames(StudyNames);
        var train = study.Section("train");
        train?.CheckNames(CellArguments.Names);
        var parts = study.Section("parts") ?? throw study.Missing("parts");
        return new(study.Flag("keepModels"), [.. parts.Names.Select(name => ReadPart(parts.Name(name), parts.Section(name)!, train))]);
    }

    private StudyPart ReadPart(string name, JsonSettings part, JsonSettings? train)
    {
        part.CheckNames([.. PartNames, .. CellArguments.Names]);
        GridRow[] rows =
        [
            .. part.Words("rows")
                .Select(word => CellArguments.FindRow(word) ?? throw part.Error("rows", $"has '{word}', which is no recipe of 'train'")),
        ];
        int[] labeled = rows.All(r => r.IsSourceOnly) && !part.Has("labeled") ? [] : part.Numbers("labeled", 1);
        var holdBack = part.Has("holdBack")
            ? new HoldBack(part.Number("holdBack", 1), part.Has("holdBackSeed") ? part.Number("holdBackSeed", 0) : 1)
            : null;
        if (holdBack is null && part.Has("holdBackSeed"))
        {
            throw part.Error("holdBackSeed", "is of no use without 'holdBack'");
        }
        if (holdBack is not null && part.Has("val"))
        {
            throw part.Error("val", "is of no use beside 'holdBack', which says what is measured on");
        }

        // Later ones override earlier ones.
        JsonSettings[] common = [.. train is null ? [] : new[] { train }, part];
        StudyVariant[] variants = part.Section("variants") is { } several
            ? [.. several.Names.Select(variant => ReadVariant(several.Name(variant), [.. common, several.Section(variant)!], holdBack))]
            : [new("", Parse(common), FindList(common))];
        if (variants.Length == 0)
        {
            throw part.Error("variants", "has none");
        }
        return new(name, rows, labeled, part.Numbers("seeds", 0), holdBack, variants);
    }

    private StudyVariant ReadVariant(string name, JsonSettings[] sections, HoldBack? holdBack)
    {
        var own = sections[^1];
        own.CheckNames([.. CellArguments.Names, LabeledFrom]);
        if (own.Has("val") || (holdBack is not null && own.Has("target")))
        {
            throw own.Error(
                own.Has("val") ? "val" : "target",
                "cannot differ between variants of a part, which are compared on the same images: make parts of them"
            );
        }
        return new(name, Parse(sections), FindList(sections));
    }

    /// <summary>The list that the last section names; null if none does, or it undoes an earlier one.</summary>
    private string? FindList(JsonSettings[] sections)
    {
        var section = sections.LastOrDefault(section => section.Has(LabeledFrom));
        return section?.OptionWords(LabeledFrom) switch
        {
            null or [] => null,
            [var file] => Path.GetFullPath(file, Folder),
            var several => throw section.Error(LabeledFrom, $"must be one list of images, but has {several.Length}"),
        };
    }

    private CellArguments Parse(JsonSettings[] sections)
    {
        var words = new Dictionary<string, string[]>();
        foreach (var section in sections)
        {
            foreach (string name in section.Names.Intersect(CellArguments.Names))
            {
                words[name] = section.OptionWords(name);
            }
        }

        try
        {
            return CellArguments.Parse(words, Folder);
        }
        catch (UsageException e)
        {
            throw new UsageException($"{sections[^1].Place}: {e.Message}", e);
        }
    }
}
