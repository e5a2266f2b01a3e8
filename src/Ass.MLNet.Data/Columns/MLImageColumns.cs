using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Ass.MLNet.Columns;
using Microsoft.ML.Data;

namespace Ass.MLNet;

/// <summary>Makes plain <see cref="MLImage"/> properties work in row classes.</summary>
public static class MLImageColumns
{
    /// <summary>
    /// Registers <see cref="MLImage"/> properties without <c>[ImageType]</c> as image columns of any size, for <c>LoadFromEnumerable</c>,
    /// <c>CreateEnumerable</c> and <c>PredictionEngine</c>.
    /// </summary>
    /// <remarks>
    /// C# projects that reference the package call this at start-up, and this library calls it on first use. Call it yourself if neither
    /// happens before <c>LoadFromEnumerable</c>: in Visual Basic, F# and notebooks. Calling it again does nothing.
    /// </remarks>
    public static void Register() => RuntimeHelpers.RunClassConstructor(typeof(ImageColumn).TypeHandle);

    [ModuleInitializer]
    [SuppressMessage(
        "Usage",
        "CA2255",
        Justification = "The registration must precede any use of a row class, whatever the program touches first."
    )]
    internal static void RegisterWithTheLibrary() => Register();
}
