using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet;

/// <summary>A trained segmentation network on any runtime: adds the class of every pixel of every image to a data view.</summary>
/// <remarks>For programs that take models for libtorch and for ONNX Runtime alike. <c>mlContext.Model.Load</c> returns one for a file with
/// a single segmentation model. All implementations are thread-safe and may be disposed while other threads use them.</remarks>
public interface ISegmentationTransformer : ITransformer, IDisposable
{
    /// <summary>The K class names: <c>ClassNames[i]</c> is the name of train id <c>i</c>.</summary>
    IReadOnlyList<string> ClassNames { get; }

    /// <summary>Predicts the class of every pixel of a single image, without a data view.</summary>
    /// <param name="image">An image of any size; the caller keeps ownership.</param>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    SegmentationMask Segment(MLImage image);

    /// <summary>Saves the model in ML.NET's format, without an input schema; <c>mlContext.Model.Load</c> reads it as well.</summary>
    /// <param name="stream">Written from its current position and left open. It need not be seekable.</param>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    void Save(Stream stream);

    /// <summary>Saves the model to a file in ML.NET's format, without an input schema; <c>mlContext.Model.Load</c> reads it
    /// as well.</summary>
    /// <param name="path">The file. Its folder is created if missing. An existing file is replaced only when the new one is
    /// complete.</param>
    /// <exception cref="IOException">The file cannot be written; an existing file is unchanged.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    void Save(string path);
}
