using System.CommandLine.Parsing;
using Ass.MLNet;

namespace AssCli;

/// <summary>A data set on the command line: <c>KIND:DIR</c> or <c>KIND:DIR:SPLIT</c>.</summary>
internal sealed record DatasetArgument(DatasetKind Kind, string Folder, string Split)
{
    public const string Form = "KIND:DIR[:SPLIT]";

    public static DatasetArgument? Parse(ArgumentResult result)
    {
        if (Parse(result.Tokens[^1].Value, out string error) is { } argument)
            return argument;
        result.AddError(error);
        return null;
    }

    public static DatasetArgument[]? ParseMany(ArgumentResult result)
    {
        var arguments = new List<DatasetArgument>();
        foreach (var token in result.Tokens)
        {
            if (Parse(token.Value, out string error) is { } argument)
                arguments.Add(argument);
            else
                result.AddError(error);
        }

        return [.. arguments];
    }

    public SegmentationDataset Open(IReadOnlyList<string>? classNames) => Kind.Open(Folder, Split, classNames);

    public override string ToString() => Split.Length > 0 ? $"{Kind.Name}:{Folder}:{Split}" : $"{Kind.Name}:{Folder}";

    private static DatasetArgument? Parse(string text, out string error)
    {
        int colon = text.IndexOf(':');
        string name = colon < 0 ? text : text[..colon];
        string folder = colon < 0 ? "" : text[(colon + 1)..];
        string split = "";
        if (DatasetKind.All.FirstOrDefault(k => k.Name == name) is not { } kind)
        {
            error = $"'{text}' is not a data set: expected {Form} with one of the kinds {string.Join(", ", DatasetKind.All.Select(k => k.Name))}.";
            return null;
        }

        if (kind.Splits.Length > 0 && SplitColon(folder) is >= 0 and var last)
        {
            split = folder[(last + 1)..];
            folder = folder[..last];
        }

        bool splitIsRight = kind.Splits.Length == 0 || kind.Splits.Contains(split);
        error = folder.Length == 0 ? $"'{text}' names no folder: expected {Form}."
            : splitIsRight ? ""
            : $"'{text}' must end in a split of {kind.Name}, {string.Join(" or ", kind.Splits.Select(s => ":" + s))}.";
        return error.Length == 0 ? new(kind, folder, split) : null;
    }

    /// <summary>The last colon, unless it is that of a Windows drive (<c>C:\data</c>); below 0 where there is none.</summary>
    private static int SplitColon(string path)
    {
        int last = path.LastIndexOf(':');
        bool drive = last == 1 && char.IsAsciiLetter(path[0]) && path.Length > 2 && (path[2] is '\\' or '/');
        return drive ? -1 : last;
    }
}
