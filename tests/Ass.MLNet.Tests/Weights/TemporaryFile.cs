namespace Ass.MLNet.Tests;

/// <summary>A file that is deleted at the end of a test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public TemporaryFile(byte[] content) => File.WriteAllBytes(Path, content);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"ass-{Guid.NewGuid():N}.onnx");

    public void Dispose() => File.Delete(Path);
}
