namespace Ass.MLNet.Cli.Use;

/// <summary>The kind of file that <c>export</c> writes.</summary>
internal enum ExportFormat
{
    /// <summary>The weights alone.</summary>
    Safetensors,

    /// <summary>A graph that takes images.</summary>
    Onnx,
}
