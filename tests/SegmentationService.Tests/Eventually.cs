using System.Diagnostics;
using Xunit;

namespace SegmentationService.Tests;

/// <summary>Waits for what another thread brings about.</summary>
internal static class Eventually
{
    /// <summary>How long to wait before a test fails; only that it does not wait for ever.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static Task TrueAsync(Func<bool> condition) => TrueAsync(() => Task.FromResult(condition()));

    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(clock.Elapsed < Patience, $"What is waited for has not come within {Patience.TotalSeconds} seconds.");
            await Task.Delay(10);
        }
    }
}
