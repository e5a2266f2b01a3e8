using System.Security.Cryptography;
using Ass.MLNet;
using Xunit;

namespace StreetScenes.Tests;

public sealed class StreetRendererTests
{
    private const int Width = 120,
        Height = 90;

    [Fact]
    public void ASeedGivesTheSameSceneInAnyOrderAndOnAnyNumberOfThreads()
    {
        StreetScene[] forth = [.. Enumerable.Range(0, 12).Select(Render)];
        var back = new StreetScene[forth.Length];
        foreach (int i in Enumerable.Range(0, back.Length).Reverse())
        {
            back[i] = Render(i);
        }

        var parallel = new StreetScene[forth.Length];
        Parallel.For(0, parallel.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => parallel[i] = Render(i));
        for (int i = 0; i < forth.Length; i++)
        {
            Assert.Equal(forth[i].Pixels, back[i].Pixels);
            Assert.Equal(forth[i].Labels, back[i].Labels);
            Assert.Equal(forth[i].Pixels, parallel[i].Pixels);
            Assert.Equal(forth[i].Labels, parallel[i].Labels);
        }

        Assert.Equal(forth.Length, forth.Select(scene => Convert.ToHexString(scene.Pixels)).Distinct().Count());
    }

    [Fact]
    public void SeedsGiveThePicturesThatTheyGaveBefore()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < 40; i++)
        {
            StreetScene scene = StreetRenderer.Render(StreetRenderer.SceneSeed(71, i), 64, 48);
            hash.AppendData(scene.Pixels);
            hash.AppendData(scene.Labels);
        }

        // Data sets are continued and made again by their seeds: other pictures need another version.
        Assert.Equal(2, StreetRenderer.Version);
        Assert.Equal("1F285AF76F62AE395485F7A12F69F1F8F6F891DC6DB654B0F7DCFAA9A4AE1FCA", Convert.ToHexString(hash.GetHashAndReset()));
    }

    [Fact]
    public void ASceneIsTheSameAtAnySize()
    {
        // At twice the size, most places show the class that they show at half of it.
        StreetScene small = StreetRenderer.Render(5, Width, Height),
            large = StreetRenderer.Render(5, Width * 2, Height * 2);
        int same = Enumerable
            .Range(0, Width * Height)
            .Count(i => small.Labels[i] == large.Labels[(i / Width * 2 * Width * 2) + (i % Width * 2)]);
        Assert.InRange(same / (double)(Width * Height), 0.9, 1);
    }

    [Fact]
    public void TheClassesAreThoseOfCamVid()
    {
        Assert.Equal(LabelMap.CamVid.ClassNames, StreetScene.ClassNames);
        Assert.Equal(LabelMap.CamVid.ClassNames, Enum.GetNames<StreetClass>().Where(name => name != nameof(StreetClass.Ignored)));
    }

    [Fact]
    public void ClassesAreAboutAsCommonAsInRealStreets()
    {
        // Shares of CamVid's training labels in per cent, in the order of the ids.
        double[] real = [17.5, 24.2, 1.0, 33.0, 4.7, 10.1, 1.2, 1.2, 6.1, 0.7, 0.3];
        const int Scenes = 120;
        var counts = new long[256];
        Parallel.For(0, Scenes, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
        {
            foreach (byte id in Render(i).Labels)
            {
                Interlocked.Increment(ref counts[id]);
            }
        });

        Assert.Equal(0, counts[11..255].Sum());
        Assert.InRange(counts[255] / (double)(Scenes * Width * Height), 0, 0.05);
        double labelled = counts[..11].Sum();
        for (int id = 0; id < real.Length; id++)
        {
            // Few scenes scatter more than the factor of 1.5 that thousands keep.
            double share = counts[id] / labelled * 100;
            Assert.True(
                share > real[id] / 2 && share < real[id] * 2,
                $"{StreetScene.ClassNames[id]}: {share:0.00} % of the pixels, {real[id]} % in CamVid."
            );
        }
    }

    [Fact]
    public void ThePictureShowsWhatTheLabelsSay()
    {
        // By day, the sky is brighter than the road.
        (double sky, double road) = (0, 0);
        for (int i = 0; i < 10; i++)
        {
            StreetScene scene = Render(i);
            sky += Brightness(scene, StreetClass.Sky);
            road += Brightness(scene, StreetClass.Road);
        }

        Assert.True(sky > road * 1.5, $"Sky {sky / 10:0}, road {road / 10:0}.");
    }

    [Theory]
    [InlineData(31, 100)]
    [InlineData(100, 5000)]
    public void ASizeThatCannotBeRenderedIsAnError(int width, int height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => StreetRenderer.Render(1, width, height));

    [Fact]
    public void SetsOfDifferentSeedsHaveNoSceneInCommon()
    {
        var seeds = Enumerable
            .Range(-2, 5)
            .SelectMany(seed => Enumerable.Range(0, 2000).Select(index => StreetRenderer.SceneSeed(seed, index)))
            .ToList();
        Assert.Equal(seeds.Count, seeds.Distinct().Count());
    }

    private static StreetScene Render(int index) => StreetRenderer.Render(StreetRenderer.SceneSeed(1, index), Width, Height);

    private static double Brightness(StreetScene scene, StreetClass shown)
    {
        int[] places = [.. Enumerable.Range(0, scene.Labels.Length).Where(i => scene.Labels[i] == (byte)shown)];
        return places.Length == 0 ? 0 : places.Average(i => scene.Pixels[(i * 4) + 1]);
    }
}
