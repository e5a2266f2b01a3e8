using Ass.MLNet.Torch;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Memory of a process of its own: what other tests take would count.</summary>
public sealed class NativeMemoryTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>400 MB in ten tensors are made and freed: how many MB of them the process still has.</summary>
    [LinuxFact]
    public async Task Freed_memory_stays_with_a_model_that_was_asked_to_keep_it_and_no_other()
    {
        string file = _folder.At("model.zip");
        using (var model = TestModel.Create(new Microsoft.ML.MLContext()))
        {
            model.Save(file);
        }
        using var process = ChildProcess.Start("Ass.MLNet.LongRuns", "memory", file);
        string error = await process.StandardError.ReadToEndAsync();
        var kept = (await process.StandardOutput.ReadToEndAsync())
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(": kept "))
            .ToDictionary(parts => parts[0], parts => int.Parse(parts[1].Split(' ')[0]));
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, error);
        Assert.InRange(kept["with a model"], -400, 220);
        Assert.InRange(kept["with a model that keeps memory"], 280, 500);
        Assert.InRange(kept["after one that keeps memory"], -400, 220);
        Assert.InRange(kept["with a model afterwards"], -400, 220);
    }

    [Fact]
    public void What_the_environment_sets_is_left_alone()
    {
        var set = GlibcAllocator.SetByEnvironment(name =>
            name switch
            {
                "MALLOC_TOP_PAD_" => "65536",
                "GLIBC_TUNABLES" => "glibc.rtld.nns=2:glibc.malloc.trim_threshold=1000000",
                _ => null,
            }
        );

        // M_TRIM_THRESHOLD and M_TOP_PAD of mallopt(3).
        Assert.Equal([-2, -1], set.Order());
        Assert.Empty(GlibcAllocator.SetByEnvironment(_ => null));
    }
}
