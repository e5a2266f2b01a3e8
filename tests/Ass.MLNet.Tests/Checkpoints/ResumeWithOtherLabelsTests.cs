using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>A run that goes on with labels that are read otherwise, as by another label map.</summary>
public sealed class ResumeWithOtherLabelsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Labels_that_are_read_by_another_map_are_other_data()
    {
        Train(1, Plain);
        string error = Assert.Throws<InvalidOperationException>(() => Train(2, Mapped)).Message;
        Assert.Contains("source pixels of 0 'sky'", error);
        Assert.Contains("target pixels of 2 'road'", error);

        // Unchecked, nobody knows.
        Train(2, Mapped, options => options.DataCheck = DataCheckMode.Skip);
        Assert.Throws<InvalidOperationException>(() => Train(3, Mapped));

        // Allowed, the next checkpoint knows the new ones.
        Train(3, Mapped, options => options.Run.AllowChangesOnResume = true);
        Train(4, Mapped);
        Assert.Throws<InvalidOperationException>(() => Train(5, Plain));
    }

    private static IDataView Plain(MLContext ml) => TwoDomains.Data(ml);

    private static IDataView Mapped(MLContext ml) =>
        ml.Data.LoadFromEnumerable(
            ml.Data.CreateEnumerable<TwoDomains.Row>(TwoDomains.Data(ml), reuseRowObject: false)
                .Select(row => new TwoDomains.Row
                {
                    Domain = row.Domain,
                    Image = row.Image,
                    Label = [.. row.Label.Select(id => (byte)((id + 1) % 3))],
                })
                .ToArray()
        );

    /// <summary>Trains up to a step, and stops.</summary>
    private void Train(int step, Func<MLContext, IDataView> data, Action<AssSegmentationOptions>? change = null)
    {
        var ml = new MLContext(seed: 1);
        using var cancel = new CancellationTokenSource();
        var options = TwoDomains.Options(AdaptationRecipe.Joint, iterations: 10);
        (options.Run.ProgressInterval, options.Run.WorkspacePath, options.Run.Resume) = (1, _folder.Root, true);
        (options.CancellationToken, options.Progress) = (cancel.Token, p =>
        {
            if (p.Step == step)
            {
                cancel.Cancel();
            }
        });
        change?.Invoke(options);
        try
        {
            ml.Transforms.AssSegmentation(options).Fit(data(ml)).Dispose();
        }
        catch (OperationCanceledException) { }
    }
}
