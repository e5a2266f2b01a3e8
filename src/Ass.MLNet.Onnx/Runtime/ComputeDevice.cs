namespace Ass.MLNet.Runtime;

/// <summary>What computes.</summary>
/// <param name="Provider">The CPU, CUDA or DirectML.</param>
/// <param name="Index">The index of the GPU, from 0; of no meaning for the CPU.</param>
internal readonly record struct ComputeDevice(OnnxExecutionProvider Provider, int Index)
{
    public static ComputeDevice Cpu { get; } = new(OnnxExecutionProvider.Cpu, 0);

    public bool IsCpu => Provider == OnnxExecutionProvider.Cpu;

    /// <summary>DirectML runs one image at a time.</summary>
    public bool RunsSideBySide => Provider != OnnxExecutionProvider.DirectML;

    public override string ToString() => IsCpu ? "the CPU" : $"GPU {Index}";
}
