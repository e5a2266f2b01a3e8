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

    /// <summary>B.</summary>
    public int Count => (int)images.shape[0];

    public int Height => (int)images.shape[2];

    public int Width => (int)images.shape[3];
}
