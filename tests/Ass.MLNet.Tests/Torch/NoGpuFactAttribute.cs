using TorchSharp;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>A test of what happens where no GPU can be used.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NoGpuFactAttribute : FactAttribute
{
    public NoGpuFactAttribute() => Skip = torch.cuda.is_available() ? "A GPU is there and works." : null;
}
