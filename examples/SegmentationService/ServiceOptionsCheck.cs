namespace SegmentationService;

/// <summary>Says in sentences what is wrong with the options, all of it at once.</summary>
internal static class ServiceOptionsCheck
{
    /// <summary>The largest array of .NET, less what the multipart form around a picture takes.</summary>
    private const int MostBodyBytes = 2_000_000_000;

    /// <summary>Four bytes of each pixel are one array.</summary>
    private const long MostPixels = 500_000_000;

    private const int MostRequests = 10_000;

    /// <summary>ASP.NET's own names on the command line; others of its settings have a colon in their name, as in
    /// <c>--Logging:LogLevel:Default</c>.</summary>
    private static readonly HashSet<string> HostSwitches = new(StringComparer.OrdinalIgnoreCase)
    {
        "--urls",
        "--http_ports",
        "--https_ports",
        "--environment",
        "--contentRoot",
        "--webRoot",
        "--applicationName",
        "--" + ServiceOptions.Section,
    };

    /// <summary>What is wrong on the command line. ASP.NET takes any name and uses none that is misspelt.</summary>
    public static IEnumerable<string> UnknownSwitches(IReadOnlyList<string> arguments)
    {
        for (int i = 0; i < arguments.Count; i++)
        {
            string name = arguments[i].Split('=')[0];
            bool isOption = name.StartsWith("--", StringComparison.Ordinal);
            if (!isOption || !(name.Contains(':') || ServiceOptions.Switches.ContainsKey(name) || HostSwitches.Contains(name)))
            {
                yield return (isOption ? $"The option '{name}' is not known" : $"'{name}' is no option")
                    + $"; the service's are {string.Join(", ", ServiceOptions.Switches.Keys)}.";
            }
            if (isOption && name == arguments[i])
            {
                i++; // its value
            }
        }
    }

    public static IEnumerable<string> Problems(ServiceOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Model))
        {
            yield return "Model is not set: name the file of the model, such as --model model.onnx.";
        }
        else if (Directory.Exists(options.Model))
        {
            yield return $"Model is '{options.Model}', which is a folder; name the file of the model in it.";
        }

        foreach (
            string? problem in (string?[])
                [
                    Range(nameof(options.MaxBodyBytes), options.MaxBodyBytes, 1, MostBodyBytes),
                    Range(nameof(options.MaxPixels), options.MaxPixels, 1, MostPixels),
                    Range(nameof(options.MaxConcurrent), options.MaxConcurrent, 1, MostRequests),
                    Range(nameof(options.MaxQueued), options.MaxQueued, 0, MostRequests),
                    Range(nameof(options.Threads), options.Threads, 0, 1024),
                ]
        )
        {
            if (problem is not null)
            {
                yield return problem;
            }
        }

        if (options.PollSeconds is not (>= 0.1 and <= 86_400))
        {
            yield return $"PollSeconds is {options.PollSeconds}; it must be from 0.1 to 86400.";
        }
    }

    private static string? Range(string option, long value, long least, long most) =>
        value >= least && value <= most ? null : $"{option} is {value}; it must be from {least} to {most}.";
}
