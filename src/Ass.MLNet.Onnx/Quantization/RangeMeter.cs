using Ass.MLNet.Images;
using Ass.MLNet.Onnx;
using Ass.MLNet.Onnx.Protocol;
using Ass.MLNet.Prediction;
using Ass.MLNet.Runtime;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using AttributeType = Ass.MLNet.Onnx.Protocol.AttributeProto.Types.AttributeType;
using ElementType = Ass.MLNet.Onnx.Protocol.TensorProto.Types.DataType;

namespace Ass.MLNet.Quantization;

/// <summary>Measures the ranges of values in a graph while it runs on images, on the CPU.</summary>
/// <remarks>Nodes for the least and the largest number are added to the graph, so that the values themselves, gigabytes for a large network
/// and image, need not be there at a time.</remarks>
internal sealed class RangeMeter : IDisposable
{
    private static readonly (string Operator, string Suffix)[] Ends = [("ReduceMin", "_least"), ("ReduceMax", "_largest")];

    private readonly InferenceSession _session;
    private readonly RunOptions _run = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
    private readonly OnnxDescription _description;
    private readonly string[] _values;
    private readonly string[] _outputs;
    private readonly ActivationRange[] _ranges;

    /// <param name="model">The model, which is not changed.</param>
    /// <param name="values">The names of the values.</param>
    /// <param name="description">What the model takes.</param>
    /// <param name="threads">The number of threads; null: ONNX Runtime's choice.</param>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime does not accept the graph.</exception>
    public RangeMeter(ModelProto model, IEnumerable<string> values, OnnxDescription description, int? threads)
    {
        _description = description;
        _values = [.. values];
        _outputs = [.. _values.SelectMany(_ => Ends, (value, end) => value + end.Suffix)];
        _ranges = [.. _values.Select(_ => ActivationRange.Empty)];
        using var settings = SessionSettings.Create(ComputeDevice.Cpu, threads);
        _session = new InferenceSession(WithEnds(model.Clone()).ToByteArray(), settings);
    }

    /// <summary>The ranges so far, by the values' names.</summary>
    public IReadOnlyDictionary<string, ActivationRange> Ranges =>
        _values.Zip(_ranges).ToDictionary(pair => pair.First, pair => pair.Second);

    /// <summary>Widens the ranges to those of an image.</summary>
    /// <param name="image">An image of any size.</param>
    /// <exception cref="InvalidOperationException">Memory ran out, or a value is not finite.</exception>
    public void Look(BgrImage image) => GraphInput.Use(_description, image, seen =>
        {
            try
            {
                using var input = OrtValue.CreateTensorValueFromMemory(seen.Pixels, [1, seen.Height, seen.Width, 3]);
                using var ends = _session.Run(_run, [OnnxDescription.InputName], [input], _outputs);
                for (int i = 0; i < _values.Length; i++)
                {
                    float low = ends[2 * i].GetTensorDataAsSpan<float>()[0],
                        high = ends[(2 * i) + 1].GetTensorDataAsSpan<float>()[0];
                    _ranges[i] = UnsoundScores.AreFinite([low, high])
                        ? _ranges[i].With(low, high)
                        : throw UnsoundScores.Error(seen.Width, seen.Height);
                }
                return true;
            }
            catch (OnnxRuntimeException e)
            {
                throw RunFailure.Explain(e, ComputeDevice.Cpu, seen);
            }
        });

    public void Dispose()
    {
        _session.Dispose();
        _run.Dispose();
    }

    private ModelProto WithEnds(ModelProto model)
    {
        var graph = model.Graph;
        graph.Output.Clear();
        foreach (string value in _values)
        {
            foreach (var (operation, suffix) in Ends)
            {
                var node = new NodeProto { OpType = operation, Name = value + suffix };
                node.Input.Add(value);
                node.Output.Add(node.Name);
                node.Attribute.Add(
                    new AttributeProto
                    {
                        Name = "keepdims",
                        Type = AttributeType.Int,
                        I = 0,
                    }
                );
                graph.Node.Add(node);
                var number = new TypeProto.Types.Tensor { ElemType = (int)ElementType.Float };
                graph.Output.Add(
                    new ValueInfoProto
                    {
                        Name = node.Name,
                        Type = new TypeProto { TensorType = number },
                    }
                );
            }
        }
        return model;
    }
}
