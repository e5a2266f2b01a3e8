using Ass.MLNet.Onnx;

namespace Ass.MLNet.Weights.Onnx;

/// <summary>Opens ONNX files as data: finds their nodes and constant tensors in one pass that does not read the values.</summary>
/// <remarks>
/// The file is not trusted: every length is checked against the remaining bytes, and memory use is bounded before allocation.
/// </remarks>
internal static class OnnxFile
{
    // Nodes, attributes, names and tensors together; the deepest ResNets have a few thousand.
    private const int MaxKept = 65_536;
    private const int MaxListLength = 16;

    /// <summary>Opens a file; the result holds it open for reading until it is disposed.</summary>
    /// <exception cref="InvalidDataException">The file is not an ONNX model, is truncated, or holds more than a network can
    /// have.</exception>
    public static OnnxGraph Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            return new Scan(new ProtobufReader(file, path)).ReadModel(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>One pass over a file.</summary>
    private sealed class Scan(ProtobufReader reader)
    {
        private readonly List<OnnxNode> _nodes = [];
        private readonly List<OnnxInitializer> _initializers = [];
        private int _kept;

        public OnnxGraph ReadModel(FileStream file)
        {
            bool found = false;
            while (reader.NextField())
            {
                if (reader.Field != OnnxFields.ModelGraph)
                {
                    reader.Skip();
                }
                else if (found)
                {
                    throw reader.Error("a second graph was found where one was expected");
                }
                else
                {
                    found = true;
                    ReadGraph();
                }
            }

            return found ? new OnnxGraph(file, reader, _nodes, _initializers) : throw reader.Error("no graph was found in it");
        }

        private void ReadGraph()
        {
            long outerEnd = reader.Enter();
            while (reader.NextField())
            {
                switch (reader.Field)
                {
                    case OnnxFields.GraphNode:
                        _nodes.Add(Keep(ReadNode()));
                        break;
                    case OnnxFields.GraphInitializer:
                        _initializers.Add(Keep(ReadInitializer()));
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            }

            reader.Leave(outerEnd);
        }

        private OnnxNode ReadNode()
        {
            var node = new OnnxNode();
            long outerEnd = reader.Enter();
            while (reader.NextField())
            {
                switch (reader.Field)
                {
                    case OnnxFields.NodeInput:
                        node.Inputs.Add(Keep(reader.ReadName()));
                        break;
                    case OnnxFields.NodeOutput:
                        node.Outputs.Add(Keep(reader.ReadName()));
                        break;
                    case OnnxFields.NodeOpType:
                        node.OpType = reader.ReadName();
                        break;
                    case OnnxFields.NodeAttribute:
                        (string name, OnnxAttribute attribute) = ReadAttribute();
                        node.Attributes[name] = Keep(attribute);
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            }

            reader.Leave(outerEnd);
            return node;
        }

        private (string Name, OnnxAttribute Attribute) ReadAttribute()
        {
            string name = "";
            float? real = null;
            long? integer = null;
            List<long> integers = [];
            long outerEnd = reader.Enter();
            while (reader.NextField())
            {
                switch (reader.Field)
                {
                    case OnnxFields.AttributeName:
                        name = reader.ReadName();
                        break;
                    case OnnxFields.AttributeFloat:
                        real = reader.ReadFloat();
                        break;
                    case OnnxFields.AttributeInteger:
                        integer = reader.ReadInteger();
                        break;
                    case OnnxFields.AttributeIntegers:
                        reader.ReadIntegers(integers, MaxListLength);
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            }

            reader.Leave(outerEnd);
            return (name, new OnnxAttribute(real, integer, integers));
        }

        private OnnxInitializer ReadInitializer()
        {
            string name = "";
            long dataType = 0;
            long byteCount = 0;
            List<long> dimensions = [];
            long outerEnd = reader.Enter();
            long start = reader.Position;
            long end = reader.End;
            while (reader.NextField())
            {
                switch (reader.Field)
                {
                    case OnnxFields.TensorDimensions:
                        reader.ReadIntegers(dimensions, MaxListLength);
                        break;
                    case OnnxFields.TensorDataType:
                        dataType = reader.ReadInteger();
                        break;
                    case OnnxFields.TensorName:
                        name = reader.ReadName();
                        break;
                    case OnnxFields.TensorFloatData or OnnxFields.TensorRawData:
                        long count = reader.ReadByteCount();
                        reader.SkipRaw(count);
                        byteCount += count;
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            }

            reader.Leave(outerEnd);
            return new OnnxInitializer(name, [.. dimensions], dataType, byteCount, start, end);
        }

        private T Keep<T>(T item) =>
            ++_kept <= MaxKept
                ? item
                : throw reader.Error($"more than {MaxKept} nodes, names and tensors were found, too many for a network");
    }
}
