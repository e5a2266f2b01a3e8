using Ass.MLNet.Cli.Runs;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class FileClaimTests
{
    [Fact]
    public async Task One_holder_at_a_time()
    {
        using var folder = new TestFolder();
        string path = Path.Combine(folder.Root, "cell", ".claim");

        var first = FileClaim.TryTake(path);
        Assert.NotNull(first);
        Assert.Null(FileClaim.TryTake(path));
        var waiting = Task.Run(() => FileClaim.Take(path));
        await Task.Delay(150);
        Assert.False(waiting.IsCompleted);

        first.Dispose();
        using (await waiting)
        {
            Assert.Null(FileClaim.TryTake(path));
        }
        using var next = FileClaim.TryTake(path);
        Assert.NotNull(next);
    }
}
