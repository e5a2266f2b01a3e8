using Ass.MLNet;
using Xunit;

namespace StreetScenes.Tests;

public sealed class StreetStyleTests
{
    private const int Width = 120,
        Height = 90,
        Scenes = 24;

    [Fact]
    public void NamesFindTheirStyles()
    {
        Assert.All(StreetStyle.All, style => Assert.Same(style, StreetStyle.Find(style.Name.ToUpperInvariant())));
        Assert.Null(StreetStyle.Find("photo"));
    }

    [Fact]
    public void TheDefaultStyleIsTheOneWithoutAName() =>
        Assert.Equal(StreetRenderer.Render(3, Width, Height).Pixels, StreetRenderer.Render(3, Width, Height, StreetStyle.Street).Pixels);

    [Fact]
    public void GameAndCameraShowTheSameClassesInOtherColours()
    {
        var game = Means(StreetStyle.Game);
        var camera = Means(StreetStyle.Camera);
        foreach (string name in new[] { "Road", "Pavement", "Building", "Tree", "Sky" })
        {
            int id = LabelMap.CamVid.ClassNames.ToList().IndexOf(name);
            double distance = game[id].Zip(camera[id], (a, b) => Math.Abs(a - b)).Max();
            Assert.True(distance > 20, $"{name}: {string.Join(' ', game[id])} in the game, {string.Join(' ', camera[id])} for the camera.");
        }
    }

    /// <summary>Mean blue, green and red of each class.</summary>
    private static double[][] Means(StreetStyle style)
    {
        var sums = new double[256][];
        var counts = new int[256];
        for (int i = 0; i < Scenes; i++)
        {
            StreetScene scene = StreetRenderer.Render(StreetRenderer.SceneSeed(1, i), Width, Height, style);
            for (int pixel = 0; pixel < scene.Labels.Length; pixel++)
            {
                int id = scene.Labels[pixel];
                sums[id] ??= new double[3];
                counts[id]++;
                for (int channel = 0; channel < 3; channel++)
                {
                    sums[id][channel] += scene.Pixels[(pixel * 4) + channel];
                }
            }
        }

        return [.. sums.Zip(counts, (sum, count) => sum is null ? [] : sum.Select(value => value / count).ToArray())];
    }
}
