using Ass.MLNet.Options;

namespace Ass.MLNet;

/// <summary>How the images of a step's streams (source, labelled target, unlabelled target) go through the network in training. The
/// results are the same but for rounding.</summary>
/// <remarks>Streams whose images have different sizes go one after another in any case, and so do all with
/// <see cref="BatchNormStatistics.Running"/>, whose averages take one stream after the other.</remarks>
public enum StreamBatching
{
    /// <summary>As one batch if the activations of all but one stream are estimated at no more than 0.5 GB on a CPU or 2 GB on a GPU; else
    /// one after another. On a CPU, networks whose batch norms learn go together only if they are ResNets and a stream has one image:
    /// otherwise it would not be faster.</summary>
    [Word("auto")]
    Auto,

    /// <summary>As one batch: fewer and larger operations, and two to three times the memory for activations.</summary>
    [Word("together")]
    Together,

    /// <summary>One after another: the least memory.</summary>
    [Word("separate")]
    Separate,
}
