namespace Ass.MLNet.Weights.Onnx;

/// <summary>One operation of an ONNX graph, with the names of its input and output tensors.</summary>
internal sealed class OnnxNode
{
    /// <summary>The operator, such as <c>Conv</c>.</summary>
    public string OpType { get; set; } = "";

    /// <summary>Names of the input tensors, initializers among them, in the operator's order.</summary>
    public List<string> Inputs { get; } = [];

    /// <summary>Names of the output tensors.</summary>
    public List<string> Outputs { get; } = [];

    /// <summary>The attributes by name.</summary>
    public Dictionary<string, OnnxAttribute> Attributes { get; } = [];

    /// <summary>For error messages: the operator and its first output, since many exporters leave nodes without a name.</summary>
    public override string ToString() => $"{OpType} '{Outputs.FirstOrDefault()}'";

    /// <summary>An attribute's integer, or ONNX's default if it is absent.</summary>
    public long Integer(string attribute, long absent) =>
        Attributes.TryGetValue(attribute, out OnnxAttribute? value) ? value.Integer ?? absent : absent;

    /// <summary>An attribute's list of integers, or ONNX's default if it is absent.</summary>
    public IReadOnlyList<long> Integers(string attribute, IReadOnlyList<long> absent) =>
        Attributes.TryGetValue(attribute, out OnnxAttribute? value) ? value.Integers : absent;

    /// <summary>An attribute's float, or ONNX's default if it is absent.</summary>
    public float Float(string attribute, float absent) =>
        Attributes.TryGetValue(attribute, out OnnxAttribute? value) ? value.Float ?? absent : absent;
}

/// <summary>The kinds of attribute values that convolution, pooling and batch normalization have.</summary>
internal sealed record OnnxAttribute(float? Float, long? Integer, IReadOnlyList<long> Integers);
