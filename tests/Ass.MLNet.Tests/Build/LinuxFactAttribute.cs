using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>A test of what only a build for Linux contains.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "Needs the Linux build of TorchSharp's library.";
}
