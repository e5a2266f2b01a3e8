using Ass.MLNet.MLNetInternals;

namespace Ass.MLNet.Onnx;

/// <summary>A transformer that can write its network as an ONNX graph for ONNX Runtime.</summary>
internal interface IOnnxSource
{
    /// <summary>The names of the columns that scoring reads and adds.</summary>
    SegmentationColumns Columns { get; }

    /// <summary>Writes the graph that scoring in this library is fastest with: bytes B, G, R in, the network's logits out, no
    /// resizing.</summary>
    void WriteOnnx(Stream stream);
}
