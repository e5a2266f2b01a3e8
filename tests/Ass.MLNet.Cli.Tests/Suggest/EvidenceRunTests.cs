using Ass.MLNet.Cli.Runs;
using Ass.MLNet.Cli.Suggest;
using Microsoft.ML.Data;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class EvidenceRunTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>One picture of a hundred thousand that needs more memory than there is must not end the whole run.</summary>
    [Fact]
    public void An_image_that_the_network_fails_on_is_named_and_the_others_are_looked_at()
    {
        string[] paths = [.. Enumerable.Range(0, 3).Select(i => _folder.Plain($"{i}.png", 8 + i, 8, 1, 2, 3))];
        int looked = 0;

        var (evidence, broken) = Run();

        Assert.Equal([true, false, true], evidence.Select(e => e is not null));
        Assert.Equal($"{paths[1]}: Too little memory.", Assert.Single(broken));

        // Another run looks at what failed, and at nothing else.
        looked = 0;
        Assert.Null(Run().Evidence[1]);
        Assert.Equal(1, looked);

        (IReadOnlyList<ImageEvidence?> Evidence, List<string> Broken) Run()
        {
            using var record = ImageRecord<EvidenceLine>.Open(_folder.At("out"), "evidence.jsonl", "evidence", "model", overwrite: false);
            var run = new EvidenceRun(Look, record);
            return (run.Run(paths, CancellationToken.None), run.Broken);
        }

        ImageEvidence Look(MLImage image)
        {
            looked++;
            return image.Width == 9 ? throw new InvalidOperationException("Too little memory.") : new([1, 2], [0.5f, 0.5f], 0);
        }
    }
}
