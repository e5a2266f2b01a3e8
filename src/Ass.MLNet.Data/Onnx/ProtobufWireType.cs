namespace Ass.MLNet.Onnx;

/// <summary>The encoding of a protocol buffers value; the numbers are the format's.</summary>
/// <remarks>3 and 4 are the groups of its first version, which ONNX does not use.</remarks>
internal enum ProtobufWireType
{
    /// <summary>An integer, 7 bits a byte.</summary>
    Varint = 0,

    /// <summary>8 bytes, little-endian.</summary>
    Fixed64 = 1,

    /// <summary>A byte count and as many bytes: a text, a nested message or a packed list.</summary>
    LengthDelimited = 2,

    /// <summary>4 bytes, little-endian.</summary>
    Fixed32 = 5,
}
