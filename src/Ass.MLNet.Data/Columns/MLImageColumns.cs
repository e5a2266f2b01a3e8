using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Ass.MLNet.Columns;
using Microsoft.ML.Data;

namespace Ass.MLNet;

/// <summary>Plain <see cref="MLImage"/> properties in row classes.</summary>
public static class MLImageColumns
{
    /// <summary>
    /// Tells ML.NET that <see cref="MLImage"/> properties without <c>[ImageType]</c> are columns of images of any size, for
    /// <c>LoadFromEnumerable</c>, <c>CreateEnumerable</c> and <c>PredictionEngine</c>.
    /// </summary>
    /// <remarks>
    /// C# projects that reference the package do this when they start, and this library does it when anything of it is first used. To be
    /// called where neither comes before <c>LoadFromEnumerable</c>: in Visual Basic, F# and notebooks. Calling it again does nothing.
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
