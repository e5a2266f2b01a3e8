using Ass.MLNet.Images;
using Ass.MLNet.Losses;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>The images of one stream as the network gets them.</summary>
/// <param name="images">(B, 3, H, W), normalised.</param>
/// <param name="labels">Their labels, if the stream has them.</param>
internal sealed class StreamInput(Tensor images, LabelBatch? labels = null)
{
    public Tensor Images => images;

    public LabelBatch? Labels => labels;

    /// <summary>The images before normalisation, B, G, R from 0 to 255; null unless something is mixed from them.</summary>
    public Tensor? Pixels { get; init; }

    /// <summary>Where in each image the picture lies; all around is padding. Empty where <see cref="Pixels"/> is null.</summary>
    public IReadOnlyList<Window> Pictures { get; init; } = [];

    /// <summary>Labelled pixels of a process's batch in the mean over the processes: what sums of losses are divided by.</summary>
    public double LabeledPixels { get; init; }

    /// <summary>B.</summary>
    public int Count => (int)images.shape[0];

    public int Height => (int)images.shape[2];

    public int Width => (int)images.shape[3];
}
