namespace Ass.MLNet;

/// <summary>A group that can add up values where they are, in the memory of GPUs. Training with GPUs asks for it, and sends gradients
/// through the machine's memory where it cannot.</summary>
public interface IGpuProcessGroup : IProcessGroup
{
    /// <summary>Prepares <see cref="SumOnGpu"/>. All processes call it, each with a GPU of its own.</summary>
    /// <param name="index">The GPU, as CUDA numbers those that this process sees.</param>
    /// <returns>Null if all processes can; otherwise why not, in one sentence, the same in all processes.</returns>
    /// <exception cref="InvalidOperationException">The GPUs did not come together, or their sum is wrong.</exception>
    string? OpenGpu(int index);

    /// <summary>Replaces each value by the sum of all processes' values at its place. Begins when what the GPU was given before is done,
    /// and returns when the sums are there.</summary>
    /// <param name="address">32-bit floats in the memory of the GPU of <see cref="OpenGpu"/>.</param>
    /// <param name="count">As many in all processes.</param>
    void SumOnGpu(nint address, long count);
}
