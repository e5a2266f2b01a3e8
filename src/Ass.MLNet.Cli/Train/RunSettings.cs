using System.CommandLine;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.ML;

namespace Ass.MLNet.Cli.Train;

/// <summary>Everything that a run was started with, as JSON: the command line and the resulting library options.</summary>
internal static class RunSettings
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The library's version.</summary>
    public static string? Version { get; } =
        typeof(AssSegmentationOptions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    public static JsonObject Create(
        ParseResult result,
        IEnumerable<Option> options,
        AssSegmentationOptions settings,
        string[] labelledTargets
    ) =>
        (JsonObject)
            JsonSerializer.SerializeToNode(
                new
                {
                    Version,
                    Started = DateTimeOffset.Now,
                    CommandLine = options.ToDictionary(o => o.Name.TrimStart('-'), o => Text(result, o)),
                    Training = ToJson(settings),
                    LabelledTargets = labelledTargets,
                },
                Format
            )!;

    /// <summary>The library's options by the names that files keep, whatever group they are in.</summary>
    public static JsonObject ToJson(AssSegmentationOptions settings) => ToJson(option => option.GetValue(settings));

    /// <summary>The values of options that are missing from a file written by an earlier version.</summary>
    public static JsonObject EarlierDefaults() => ToJson(option => option.EarlierDefault);

    public static string ToJson(JsonObject settings) => settings.ToJsonString(Format);

    /// <summary>The words that were given, or the default in the form in which it would be; null without either.</summary>
    private static object? Text(ParseResult result, Option option) =>
        result.GetResult(option) switch
        {
            null => null,
            { Implicit: false, Tokens.Count: > 1 } given => given.Tokens.Select(t => t.Value).ToArray(),
            { Implicit: false, Tokens: [var token] } => token.Value,
            { Implicit: false } => true,
            _ => option.GetDefaultValue() switch
            {
                Array many => string.Join(',', many.Cast<object>()),
                var value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture),
            },
        };

    private static JsonObject ToJson(Func<AssSegmentationOption, object?> value) =>
        new(
            AssSegmentationOption
                .All.Where(option => IsValue(option.ValueType))
                .Select(option =>
                    KeyValuePair.Create(
                        JsonNamingPolicy.CamelCase.ConvertName(option.Key),
                        JsonSerializer.SerializeToNode(value(option), option.ValueType, Format)
                    )
                )
        );

    /// <summary>Whether the type can be written to JSON: not a callback, a cancellation token, other processes or data.</summary>
    private static bool IsValue(Type type) =>
        type != typeof(CancellationToken)
        && type != typeof(IProcessGroup)
        && type != typeof(IDataView)
        && !type.IsAssignableTo(typeof(Delegate));
}
