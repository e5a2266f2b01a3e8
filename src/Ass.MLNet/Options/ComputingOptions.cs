using System.ComponentModel.DataAnnotations;
using Ass.MLNet.Options;

namespace Ass.MLNet;

/// <summary>Speed and memory of training: what it computes does not depend on these options but for rounding.</summary>
/// <remarks>Set through <see cref="AssSegmentationOptions.Computing"/>: <c>Computing = { … }</c>.</remarks>
public sealed class ComputingOptions
{
    /// <summary>Whether the images of a step's streams go through the network as one batch, which is faster, or one stream after another,
    /// which needs less memory. Default <see cref="StreamBatching.Auto"/>: as one batch where that costs little memory.</summary>
    [Option(
        "--streams",
        "How a step's streams go through the network: as one batch (faster) or one after another (less memory).",
        OnResume = ChangeOnResume.Free
    )]
    public StreamBatching StreamBatching { get; set; }

    /// <summary>The order of values in memory in which the network trains. Default <see cref="MemoryFormat.Auto"/>.</summary>
    [Option("--memory-format", "Order of values in memory while training: a matter of speed.", OnResume = ChangeOnResume.Free)]
    public MemoryFormat MemoryFormat { get; set; }

    /// <summary>Number of threads, at least 1, that decode and augment images for each stream of images (source, labelled target,
    /// unlabelled target). Samples do not depend on it. Several threads read the rows of data sets, text files, lists and arrays side by
    /// side, also behind row-by-row steps such as <c>LoadImages</c>; rows of any other origin are read by one thread per stream. Default
    /// null: the processors but one, divided among the streams, where a GPU trains; on a CPU, which trains as well, a quarter of them. That
    /// is at least one and at most eight per stream.</summary>
    [Option(
        "--decoding-threads",
        "Threads that decode the images of each stream. Default: what the processor has to spare.",
        OnResume = ChangeOnResume.Free
    )]
    [Range(1, 256)]
    public int? DecodingThreads { get; set; }

    /// <summary>Size in megabytes (2^20 bytes) of the memory for decoded images and labels that later passes need not decode again, 0 or
    /// more; 0 keeps none. Images that no longer fit are decoded in every pass. An image takes 3 bytes a pixel, its label 1, both at the
    /// size they have in their files, and are taken to stay the same while <c>Fit</c> runs. Kept are only those that come straight from
    /// files: of data sets, and of <c>LoadImages</c> and <c>LoadSegmentationLabels</c> behind lists and arrays. Samples do not depend on
    /// it. Default null: a sixteenth of the machine's memory, at most 2,048, where a GPU trains; a sixty-fourth, at most 256, on a
    /// CPU.</summary>
    [Option(
        "--cache-megabytes",
        "Memory for decoded images that later passes need not decode again; 0 for none. Default: up to 256 on a CPU, 2048 with a GPU.",
        OnResume = ChangeOnResume.Free
    )]
    [Range(0, int.MaxValue)]
    public int? DecodedCacheMegabytes { get; set; }
}
