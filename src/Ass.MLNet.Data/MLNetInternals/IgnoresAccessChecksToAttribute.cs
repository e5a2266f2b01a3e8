#pragma warning disable IDE0130 // The runtime looks for the attribute by this full name.
using System.Runtime.CompilerServices;

[assembly: IgnoresAccessChecksTo("Microsoft.ML.Core")]
[assembly: IgnoresAccessChecksTo("Microsoft.ML.Data")]
[assembly: IgnoresAccessChecksTo("Microsoft.ML.ImageAnalytics")]

namespace System.Runtime.CompilerServices;

/// <summary>Tells the runtime that this assembly may use internal members of another one.</summary>
/// <remarks>
/// The runtime knows the attribute by name, and no framework assembly declares it. <c>build/MLNetInternals.targets</c> explains why it is
/// needed and how the compiler gets to see those members.
/// </remarks>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
{
    /// <summary>The simple name of the assembly whose internal members are used.</summary>
    public string AssemblyName { get; } = assemblyName;
}
