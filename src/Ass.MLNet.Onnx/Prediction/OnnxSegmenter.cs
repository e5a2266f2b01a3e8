using Ass.MLNet.Graphs;
using Ass.MLNet.Images;
using Ass.MLNet.Onnx;
using Ass.MLNet.Runtime;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Runtime;

namespace Ass.MLNet.Prediction;

/// <summary>A graph with everything that prediction needs: images in, train ids out. Thread-safe, even while another thread disposes
/// it.</summary>
/// <remarks>When the segmenter is disposed, running predictions finish, later ones throw <see cref="ObjectDisposedException"/>, and the end
/// of the last use frees the memory.</remarks>
internal sealed class OnnxSegmenter : ISegmenter, IDisposable
{
    private readonly InferenceSession _session;
    private readonly ComputeDevice _device;
    private readonly GraphCopy _graph;
    private readonly RunOptions _run = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
    private readonly Lock _oneAtATime = new();
    private readonly UseCount _uses;
    private readonly int _threads;

    private OnnxSegmenter(InferenceSession session, ComputeDevice device, GraphCopy graph, OnnxDescription description, int? threads)
    {
        (_session, _device, _graph, Description) = (session, device, graph, description);
        _threads = threads ?? Environment.ProcessorCount;
        Options = new OnnxRuntimeOptions
        {
            Provider = device.Provider,
            GpuDeviceId = device.IsCpu ? null : device.Index,
            Threads = threads,
        };
        Palette = SegmentationPalette.ForClasses(description.ClassNames);
        _uses = new UseCount(Free);
    }

    /// <summary>Whether the segmenter is disposed, so that no new use can begin.</summary>
    public bool IsDisposed => _uses.IsClosed;

    public OnnxDescription Description { get; }

    public SegmentationPalette Palette { get; }

    /// <summary>Where and how the network runs: what was asked for, with the device that was found for it.</summary>
    public OnnxRuntimeOptions Options { get; }

    private int Classes => Description.ClassNames.Count;

    /// <summary>Opens a graph.</summary>
    /// <param name="env">Says where it runs, unless the options do.</param>
    /// <param name="graph">The bytes of the graph; not kept.</param>
    /// <param name="options">Where and how it runs.</param>
    /// <exception cref="InvalidDataException">The bytes are no graph of a segmentation network; the message is a clause.</exception>
    /// <exception cref="InvalidOperationException">ONNX Runtime is missing, or the GPU cannot be used.</exception>
    public static OnnxSegmenter Open(IHostEnvironment env, byte[] graph, OnnxRuntimeOptions options)
    {
        if (GraphChecksum.Holds(graph) == false)
        {
            throw new InvalidDataException("it is damaged: its checksum is that of other content");
        }
        var description = OnnxDescription.Parse(GraphHeader.ReadMetadata(graph));
        GraphContract.CheckInput(description);
        InferenceSession? session = null;
        GraphCopy? copy = null;
        try
        {
            (session, var device) = DeviceChoice.Open(env, options, settings => new InferenceSession(graph, settings));
            GraphContract.Check(session, description);
            copy = GraphCopy.Of(graph);
            return new OnnxSegmenter(session, device, copy, description, options.Threads);
        }
        catch (Exception e)
        {
            session?.Dispose();
            copy?.Dispose();
            if (e is OnnxRuntimeException)
            {
                throw new InvalidDataException($"ONNX Runtime does not accept its graph: {OnnxRuntimeLibrary.FirstLine(e.Message)}", e);
            }
            throw;
        }
    }

    /// <summary>Predicts the H · W train ids of an image at its own size.</summary>
    /// <exception cref="InvalidOperationException">Memory ran out, or the network's scores are not finite.</exception>
    public byte[] PredictIds(BgrImage image) =>
        Run(image, (output, seen) =>
            Description.Output == OnnxOutput.Ids
                ? GraphOutput.Ids(output, image, seen, Classes)
                : LargestClassOf(GraphOutput.Scores(output, seen, Classes), image)
        );

    /// <summary>Predicts train ids and softmax scores, the latter as K · H · W values with the class outermost.</summary>
    /// <exception cref="InvalidOperationException">Memory ran out, or the network's scores are not finite.</exception>
    public (byte[] Ids, float[] Scores) PredictWithScores(BgrImage image) => Run(image, (output, seen) =>
        {
            var scores = GraphOutput.Scores(output, seen, Classes);
            return (LargestClassOf(scores, image), ScoresOf(scores, image));
        });

    /// <summary>Writes the graph as the network of a model file; see <see cref="GraphStream"/>.</summary>
    public void Save(Stream stream)
    {
        using var use = Use();
        GraphStream.Save(_graph, stream);
    }

    /// <summary>Writes the graph alone.</summary>
    public void SaveGraph(Stream stream)
    {
        using var use = Use();
        _graph.WriteTo(stream);
    }

    /// <summary>The graph's bytes.</summary>
    public byte[] ReadGraph()
    {
        byte[] bytes = new byte[_graph.Length];
        SaveGraph(new MemoryStream(bytes));
        return bytes;
    }

    /// <summary>Disposes the segmenter: running predictions finish, later ones throw, and the end of the last one frees the network's
    /// memory.</summary>
    public void Dispose() => _uses.Close();

    private void Free()
    {
        _session.Dispose();
        _run.Dispose();
        _graph.Dispose();
    }

    private Usage Use()
    {
        // Users know the transformer that they disposed, not its internals.
        return _uses.TryEnter() ? new Usage(_uses) : throw new ObjectDisposedException($"Ass.MLNet.{nameof(OnnxSegmentationTransformer)}");
    }

    private byte[] LargestClassOf(GraphScores scores, BgrImage image) =>
        LargestClass.Of(scores.Values, scores.Size, new(image.Width, image.Height), Description.Resizing.AlignCorners, _threads);

    private float[] ScoresOf(GraphScores scores, BgrImage image) =>
        ClassScores.Of(
            scores.Values,
            scores.Size,
            new(image.Width, image.Height),
            Description.Resizing.AlignCorners,
            _threads,
            areProbabilities: Description.Output == OnnxOutput.Softmax
        );

    /// <summary>Runs the graph on an image and passes its output and the image that it saw to <paramref name="use"/>.</summary>
    private TResult Run<TResult>(BgrImage image, Func<OrtValue, BgrImage, TResult> use)
    {
        using var usage = Use();
        return GraphInput.Use(Description, image, seen =>
        {
            try
            {
                // The bytes stay in place, in .NET's memory, while the graph reads them.
                using var input = OrtValue.CreateTensorValueFromMemory(seen.Pixels, [1, seen.Height, seen.Width, 3]);
                using var outputs = Run(input);
                return use(outputs[0], seen);
            }
            catch (OnnxRuntimeException e)
            {
                throw RunFailure.Explain(e, _device, seen);
            }
        });
    }

    private IDisposableReadOnlyCollection<OrtValue> Run(OrtValue input)
    {
        if (_device.RunsSideBySide)
        {
            return _session.Run(_run, [OnnxDescription.InputName], [input], [Description.OutputName]);
        }

        lock (_oneAtATime)
        {
            return _session.Run(_run, [OnnxDescription.InputName], [input], [Description.OutputName]);
        }
    }

    /// <summary>Ends a use of the session.</summary>
    private readonly struct Usage(UseCount uses) : IDisposable
    {
        public void Dispose() => uses.Exit();
    }
}
