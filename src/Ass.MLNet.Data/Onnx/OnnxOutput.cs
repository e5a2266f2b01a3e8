namespace Ass.MLNet;

/// <summary>What an exported ONNX graph returns: one tensor.</summary>
public enum OnnxOutput
{
    /// <summary><c>ids</c>, bytes (N, H, W): the train id of every pixel of the image; 255 for all pixels of an image for which the
    /// network's scores are NaN or infinite.</summary>
    Ids,

    /// <summary><c>softmax</c>, 32-bit floats (N, K, H, W): the probability of each class at every pixel of the image; NaN for an image
    /// for which the network's scores are not finite.</summary>
    Softmax,

    /// <summary><c>logits</c>, 32-bit floats (N, K, H, W): the scores before the softmax, enlarged to the image's size; NaN for an image
    /// for which the network's scores are not finite.</summary>
    Logits,

    /// <summary><c>network_logits</c>, 32-bit floats (N, K, h, w): the scores at the network's own resolution, for programs that enlarge
    /// them themselves.</summary>
    NetworkLogits,
}
