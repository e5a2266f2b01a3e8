namespace Ass.MLNet.Onnx;

/// <summary>The field numbers that are read from an ONNX file; all other fields are skipped.</summary>
/// <remarks>Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.</remarks>
internal static class OnnxFields
{
    /// <summary><c>ModelProto.graph</c>.</summary>
    public const int ModelGraph = 7;

    /// <summary><c>GraphProto.node</c>.</summary>
    public const int GraphNode = 1;

    /// <summary><c>GraphProto.initializer</c>.</summary>
    public const int GraphInitializer = 5;

    /// <summary><c>NodeProto.input</c>.</summary>
    public const int NodeInput = 1;

    /// <summary><c>NodeProto.output</c>.</summary>
    public const int NodeOutput = 2;

    /// <summary><c>NodeProto.op_type</c>.</summary>
    public const int NodeOpType = 4;

    /// <summary><c>NodeProto.attribute</c>.</summary>
    public const int NodeAttribute = 5;

    /// <summary><c>AttributeProto.name</c>.</summary>
    public const int AttributeName = 1;

    /// <summary><c>AttributeProto.f</c>.</summary>
    public const int AttributeFloat = 2;

    /// <summary><c>AttributeProto.i</c>.</summary>
    public const int AttributeInteger = 3;

    /// <summary><c>AttributeProto.ints</c>.</summary>
    public const int AttributeIntegers = 8;

    /// <summary><c>TensorProto.dims</c>.</summary>
    public const int TensorDimensions = 1;

    /// <summary><c>TensorProto.data_type</c>.</summary>
    public const int TensorDataType = 2;

    /// <summary><c>TensorProto.float_data</c>.</summary>
    public const int TensorFloatData = 4;

    /// <summary><c>TensorProto.name</c>.</summary>
    public const int TensorName = 8;

    /// <summary><c>TensorProto.raw_data</c>: the elements' bytes, little-endian.</summary>
    public const int TensorRawData = 9;
}
