namespace Ass.MLNet;

/// <summary>What an exported ONNX graph takes: one tensor named <c>image</c>.</summary>
public enum OnnxInput
{
    /// <summary>Bytes (N, H, W, 3), channels in the order B, G, R, from 0 to 255; the graph normalises them. The default.</summary>
    Bgr,

    /// <summary>Bytes (N, H, W, 3), channels in the order R, G, B, from 0 to 255; the graph normalises them.</summary>
    Rgb,

    /// <summary>32-bit floats (N, 3, H, W), normalised by the caller as the metadata <c>ass.normalization</c> says, and already of the size
    /// that the network was trained for, if it was trained for one.</summary>
    Normalized,
}
