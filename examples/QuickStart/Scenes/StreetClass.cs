using System.Drawing;
using Ass.MLNet;

namespace QuickStart.Scenes;

/// <summary>What a pixel of a street scene shows; the value is the train id stored in the label image.</summary>
internal enum StreetClass : byte
{
    Road,
    Pavement,
    Building,
    Vegetation,
    Sky,
    Vehicle,
    Pole,
    Person,

    /// <summary>Left out of training and scoring: the bonnet of the car that carries the camera.</summary>
    Ignored = 255,
}

/// <summary>The class list in train-id order.</summary>
internal static class StreetClasses
{
    public static readonly IReadOnlyList<string> Names =
        [.. Enum.GetValues<StreetClass>().Where(c => c != StreetClass.Ignored).Order().Select(c => c.ToString().ToLowerInvariant())];

    /// <summary>A colour per class, close to the ones that people know from Cityscapes.</summary>
    public static readonly SegmentationPalette Palette = new(
    [
        Color.FromArgb(128, 64, 128), Color.FromArgb(244, 35, 232), Color.FromArgb(90, 90, 90), Color.FromArgb(107, 142, 35),
        Color.FromArgb(70, 130, 180), Color.FromArgb(0, 0, 142), Color.FromArgb(250, 170, 30), Color.FromArgb(220, 20, 60),
    ]);
}
