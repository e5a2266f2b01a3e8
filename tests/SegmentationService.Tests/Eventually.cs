using Xunit;

namespace SegmentationService.Tests;

/// <summary>Waits for what another thread brings about.</summary>
internal static class Eventually
{
    public static Task TrueAsync(Func<bool> condition) => TrueAsync(() => Task.FromResult(condition()));

    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        for (int i = 0; !await condition(); i++)
        {
            Assert.True(i < 1000, "What is waited for has not come within 10 seconds.");
            await Task.Delay(10);
        }
    }
}
