using Ass.MLNet.Onnx;

namespace Ass.MLNet.Graphs;

/// <summary>Reads what an ONNX graph says of itself, without ONNX Runtime and without its weights, and refuses graphs that keep weights in
/// other files.</summary>
/// <remarks>
/// Why look for external data here: ONNX Runtime takes the paths of such files from the graph, and where a graph has no folder of its own,
/// as one that is read from memory, it looks for them in the process's working folder. A graph from elsewhere shall not choose files to
/// read. Graphs nested in attributes are entered to a fixed depth.
/// </remarks>
internal sealed class GraphHeader(ProtobufReader reader)
{
    private const int MaxDepth = 8;
    private const int MaxTextBytes = 1 << 20;
    private const int MaxTexts = 1024;

    private readonly Dictionary<string, string> _metadata = [];
    private bool _hasGraph;

    /// <summary>Reads the metadata of a graph.</summary>
    /// <param name="graph">The bytes of a ModelProto.</param>
    /// <exception cref="InvalidDataException">The bytes are no ONNX graph, are cut short, or refer to other files; the message is a
    /// clause.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(byte[] graph)
    {
        using var stream = new MemoryStream(graph, writable: false);
        var header = new GraphHeader(new ProtobufReader(stream, path: null));
        header.ReadModel();
        return header._metadata;
    }

    private void ReadModel()
    {
        while (reader.NextField())
        {
            switch (reader.Field)
            {
                case OnnxFields.ModelGraph:
                    _hasGraph = true;
                    ReadGraph(depth: 0);
                    break;
                case OnnxFields.ModelMetadata:
                    ReadText();
                    break;
                case OnnxFields.ModelFunction:
                    ReadFunction();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (!_hasGraph)
        {
            throw reader.Error("no graph was found in it");
        }
    }

    /// <summary>A function's nodes, and the defaults of its attributes, which may be tensors.</summary>
    private void ReadFunction()
    {
        long outerEnd = reader.Enter();
        while (reader.NextField())
        {
            switch (reader.Field)
            {
                case OnnxFields.FunctionNode:
                    ReadNode(depth: 0);
                    break;
                case OnnxFields.FunctionAttribute:
                    ReadAttribute(depth: 0);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        reader.Leave(outerEnd);
    }

    private void ReadText()
    {
        string key = "",
            value = "";
        long outerEnd = reader.Enter();
        while (reader.NextField())
        {
            switch (reader.Field)
            {
                case OnnxFields.TextKey:
                    key = reader.ReadName();
                    break;
                case OnnxFields.TextValue:
                    value = reader.ReadText(MaxTextBytes);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        reader.Leave(outerEnd);
        _metadata[key] = _metadata.Count < MaxTexts ? value : throw reader.Error($"more than {MaxTexts} texts were found in its metadata");
    }

    private void ReadGraph(int depth)
    {
        if (depth > MaxDepth)
        {
            throw reader.Error($"graphs are nested more than {MaxDepth} deep");
        }

        long outerEnd = reader.Enter();
        while (reader.NextField())
        {
            switch (reader.Field)
            {
                case OnnxFields.GraphNode:
                    ReadNode(depth);
                    break;
                case OnnxFields.GraphInitializer:
                    ReadTensor();
                    break;
                case OnnxFields.GraphSparseInitializer:
                    ReadSparseTensor();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        reader.Leave(outerEnd);
    }

    private void ReadNode(int depth) => Each(OnnxFields.NodeAttribute, () => ReadAttribute(depth));

    private void ReadAttribute(int depth)
    {
        long outerEnd = reader.Enter();
        while (reader.NextField())
        {
            switch (reader.Field)
            {
                case OnnxFields.AttributeTensor or OnnxFields.AttributeTensors:
                    ReadTensor();
                    break;
                case OnnxFields.AttributeSparseTensor or OnnxFields.AttributeSparseTensors:
                    ReadSparseTensor();
                    break;
                case OnnxFields.AttributeGraph or OnnxFields.AttributeGraphs:
                    ReadGraph(depth + 1);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        reader.Leave(outerEnd);
    }

    private void ReadSparseTensor()
    {
        long outerEnd = reader.Enter();
        while (reader.NextField())
        {
            if (reader.Field is OnnxFields.SparseTensorValues or OnnxFields.SparseTensorIndices)
            {
                ReadTensor();
            }
            else
            {
                reader.Skip();
            }
        }

        reader.Leave(outerEnd);
    }

    private void ReadTensor()
    {
        long outerEnd = reader.Enter();
        while (reader.NextField())
        {
            if (
                reader.Field == OnnxFields.TensorExternalData
                || (reader.Field == OnnxFields.TensorDataLocation && reader.ReadInteger() != 0)
            )
            {
                throw new InvalidDataException(
                    "its weights lie in another file ('external data'), and only graphs that hold them are read"
                );
            }
            if (reader.Field != OnnxFields.TensorDataLocation)
            {
                reader.Skip();
            }
        }

        reader.Leave(outerEnd);
    }

    /// <summary>Enters a message and calls <paramref name="read"/> for every value of one of its fields.</summary>
    private void Each(int field, Action read)
    {
        long outerEnd = reader.Enter();
        while (reader.NextField())
        {
            if (reader.Field == field)
            {
                read();
            }
            else
            {
                reader.Skip();
            }
        }

        reader.Leave(outerEnd);
    }
}
