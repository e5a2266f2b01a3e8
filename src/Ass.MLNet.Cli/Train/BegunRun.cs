using System.Text.Json;
using System.Text.Json.Nodes;
using Ass.MLNet.Cli.Runs;

namespace Ass.MLNet.Cli.Train;

/// <summary>What a run began with that goes on. Its preset holds on any device, also where a new run would get another one.</summary>
/// <param name="Preset">The preset that it started from; null for the library's defaults.</param>
internal sealed record BegunRun(string? Preset)
{
    /// <summary>Reads it from a run's settings; null if there is nothing to go on with, or if they do not tell.</summary>
    public static BegunRun? Read(RunFolder run)
    {
        try
        {
            return run.HasSteps && JsonNode.Parse(File.ReadAllBytes(run.At(RunFiles.Options)))?["commandLine"] is JsonObject words
                ? Of(words)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static BegunRun? Of(JsonObject words)
    {
        if (!words.TryGetPropertyValue("preset", out var word))
        {
            // A cell of a study, or a run from before there were presets: they began with the library's defaults on every device.
            return new(Preset: null);
        }
        string? preset = word?.ToString();
        if (string.IsNullOrEmpty(preset))
        {
            // Earlier versions wrote down only a preset that was given; the network's default was left out where another one held.
            return new(words.ContainsKey("network") ? null : Presets.Cpu);
        }
        return Presets.Names.Contains(preset) ? new(preset) : null;
    }
}
