namespace SegmentationService;

/// <summary>What can be set: in the section "Segmentation" of appsettings.json, in the environment (<c>Segmentation__Model</c>) and on the
/// command line (<c>--model</c>).</summary>
internal sealed class ServiceOptions
{
    public const string Section = "Segmentation";

    /// <summary>The options' names on the command line.</summary>
    public static readonly IReadOnlyDictionary<string, string> Switches = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["--model"] = $"{Section}:{nameof(Model)}",
        ["--max-body-bytes"] = $"{Section}:{nameof(MaxBodyBytes)}",
        ["--max-pixels"] = $"{Section}:{nameof(MaxPixels)}",
        ["--max-concurrent"] = $"{Section}:{nameof(MaxConcurrent)}",
        ["--max-queued"] = $"{Section}:{nameof(MaxQueued)}",
        ["--threads"] = $"{Section}:{nameof(Threads)}",
        ["--poll-seconds"] = $"{Section}:{nameof(PollSeconds)}",
    };

    /// <summary>The file of the model: ONNX as exported by Ass.MLNet, or ML.NET's zip. It need not be there yet.</summary>
    public string Model { get; set; } = "";

    /// <summary>The size of the largest upload, in bytes.</summary>
    public int MaxBodyBytes { get; set; } = 20_000_000;

    /// <summary>The number of pixels, width times height, of the largest picture.</summary>
    public long MaxPixels { get; set; } = 9_000_000;

    /// <summary>How many pictures are decoded and segmented at once.</summary>
    public int MaxConcurrent { get; set; } = 2;

    /// <summary>How many requests more are accepted, uploading or waiting for their turn; all others are answered with 503 at
    /// once.</summary>
    public int MaxQueued { get; set; } = 16;

    /// <summary>The threads that ONNX Runtime may use for one picture; 0: all cores, divided by <see cref="MaxConcurrent"/>.</summary>
    public int Threads { get; set; }

    /// <summary>How often the model's file is looked at, in seconds, in case that the system tells of no change.</summary>
    public double PollSeconds { get; set; } = 5;

    /// <summary><see cref="Threads"/>, with its default worked out.</summary>
    public int ThreadsPerPicture => Threads > 0 ? Threads : Math.Max(1, Environment.ProcessorCount / MaxConcurrent);

    /// <summary>Reads the options.</summary>
    /// <param name="configuration">All of the program's configuration.</param>
    /// <param name="problems">What is wrong with them, in sentences; empty if nothing is.</param>
    public static ServiceOptions Read(IConfiguration configuration, out IReadOnlyList<string> problems)
    {
        var options = new ServiceOptions();
        try
        {
            // A misspelt name is an error and not a default.
            configuration.GetSection(Section).Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
            problems = [.. ServiceOptionsCheck.Problems(options)];
        }
        catch (InvalidOperationException e)
        {
            problems = [e.Message];
        }

        return options;
    }
}
