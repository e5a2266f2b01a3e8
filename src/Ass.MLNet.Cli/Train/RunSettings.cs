using System.CommandLine;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.ML;

namespace Ass.MLNet.Cli.Train;

/// <summary>Everything that a run was started with, as JSON: the command line, and what the library made of it.</summary>
internal static class RunSettings
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { KeepValuesOnly } },
    };

    /// <summary>The library's version.</summary>
    public static string? Version { get; } = typeof(AssSegmentationOptions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    public static string ToJson(ParseResult result, IEnumerable<Option> options, AssSegmentationOptions settings, string[] labelledTargets) =>
        ToJson(Create(result, options, settings, labelledTargets));

    public static JsonObject Create(ParseResult result, IEnumerable<Option> options, AssSegmentationOptions settings, string[] labelledTargets) =>
        (JsonObject)JsonSerializer.SerializeToNode(
            new
            {
                Version,
                Started = DateTimeOffset.Now,
                CommandLine = options.ToDictionary(o => o.Name.TrimStart('-'), o => Text(result, o)),
                Training = settings,
                LabelledTargets = labelledTargets,
            },
            Format)!;

    public static JsonObject ToJson(AssSegmentationOptions settings) => (JsonObject)JsonSerializer.SerializeToNode(settings, Format)!;

    public static string ToJson(JsonObject settings) => settings.ToJsonString(Format);

    /// <summary>The words that were given, or the default in the form in which it would be; null without either.</summary>
    private static object? Text(ParseResult result, Option option) => result.GetResult(option) switch
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

    /// <summary>Leaves out what has no meaning on paper: the callback, the cancellation token and the data.</summary>
    private static void KeepValuesOnly(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(p => p.PropertyType == typeof(CancellationToken) || p.PropertyType == typeof(IDataView) || p.PropertyType.IsAssignableTo(typeof(Delegate))).ToList())
            type.Properties.Remove(property);
    }
}
