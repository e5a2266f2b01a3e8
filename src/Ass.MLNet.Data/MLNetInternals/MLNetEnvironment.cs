using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Ass.MLNet.MLNetInternals;

/// <summary>Access to parts of the ML.NET environment that have no public API.</summary>
internal static class MLNetEnvironment
{
    /// <summary>Returns the environment (in practice the <see cref="MLContext"/>) of a catalog.</summary>
    public static IHostEnvironment Of(TransformsCatalog catalog) => CatalogUtils.GetEnvironment(catalog);

    /// <inheritdoc cref="Of(TransformsCatalog)"/>
    public static IHostEnvironment Of(DataOperationsCatalog catalog) => CatalogUtils.GetEnvironment(catalog);

    /// <inheritdoc cref="Of(TransformsCatalog)"/>
    public static IHostEnvironment Of(MulticlassClassificationCatalog catalog) => CatalogUtils.GetEnvironment(catalog);

    /// <summary>Writes a line to a channel of ML.NET's log.</summary>
    public static void Inform(IChannel channel, string text) => channel.Info(text);

    /// <summary>Throws <see cref="OperationCanceledException"/> if <see cref="IsCanceled"/> is true.</summary>
    public static void CheckAlive(IHostEnvironment env) => Contracts.CheckAlive(env);

    /// <summary>Whether <see cref="MLContext.CancelExecution"/> was called, which only ML.NET's own packages (AutoML) can do.</summary>
    public static bool IsCanceled(IHostEnvironment env) => env is ICancelable { IsCanceled: true };

    /// <summary>The seed of the <see cref="MLContext"/>, or null if every run uses a different one.</summary>
    public static int? Seed(IHostEnvironment env) => ((IHostEnvironmentInternal)env).Seed;

    /// <summary><see cref="MLContext.GpuDeviceId"/> and <see cref="MLContext.FallbackToCpu"/>.</summary>
    public static (int? GpuDeviceId, bool FallbackToCpu) Gpu(IHostEnvironment env) =>
        (((IHostEnvironmentInternal)env).GpuDeviceId, ((IHostEnvironmentInternal)env).FallbackToCpu);

    /// <summary>Returns ML.NET's error for a column of the wrong type.</summary>
    public static Exception ColumnMismatch(IHostEnvironment env, string role, string column, string expected, string found) =>
        env.ExceptSchemaMismatch("inputSchema", role, column, expected, found);
}
