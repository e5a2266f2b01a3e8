namespace Ass.MLNet.Onnx;

/// <summary>The field numbers that are read from an ONNX file; all other fields are skipped.</summary>
/// <remarks>Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.</remarks>
internal static class OnnxFields
{
    /// <summary><c>ModelProto.graph</c>.</summary>
    public const int ModelGraph = 7;

    /// <summary><c>ModelProto.metadata_props</c>.</summary>
    public const int ModelMetadata = 14;

    /// <summary><c>ModelProto.functions</c>.</summary>
    public const int ModelFunction = 25;

    /// <summary><c>FunctionProto.node</c>.</summary>
    public const int FunctionNode = 7;
    public const int FunctionAttribute = 11;

    /// <summary><c>StringStringEntryProto.key</c>.</summary>
    public const int TextKey = 1;

    /// <summary><c>StringStringEntryProto.value</c>.</summary>
    public const int TextValue = 2;

    /// <summary><c>GraphProto.node</c>.</summary>
    public const int GraphNode = 1;

    /// <summary><c>GraphProto.initializer</c>.</summary>
    public const int GraphInitializer = 5;

    /// <summary><c>GraphProto.sparse_initializer</c>.</summary>
    public const int GraphSparseInitializer = 15;

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

    /// <summary><c>AttributeProto.t</c>.</summary>
    public const int AttributeTensor = 5;

    /// <summary><c>AttributeProto.g</c>.</summary>
    public const int AttributeGraph = 6;

    /// <summary><c>AttributeProto.ints</c>.</summary>
    public const int AttributeIntegers = 8;

    /// <summary><c>AttributeProto.tensors</c>.</summary>
    public const int AttributeTensors = 10;

    /// <summary><c>AttributeProto.graphs</c>.</summary>
    public const int AttributeGraphs = 11;

    /// <summary><c>AttributeProto.sparse_tensor</c>.</summary>
    public const int AttributeSparseTensor = 22;

    /// <summary><c>AttributeProto.sparse_tensors</c>.</summary>
    public const int AttributeSparseTensors = 23;

    /// <summary><c>SparseTensorProto.values</c>.</summary>
    public const int SparseTensorValues = 1;

    /// <summary><c>SparseTensorProto.indices</c>.</summary>
    public const int SparseTensorIndices = 2;

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

    /// <summary><c>TensorProto.external_data</c>.</summary>
    public const int TensorExternalData = 13;

    /// <summary><c>TensorProto.data_location</c>: 0 in the file, 1 in another one.</summary>
    public const int TensorDataLocation = 14;
}
