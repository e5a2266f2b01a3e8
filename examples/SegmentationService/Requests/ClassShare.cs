using System.Drawing;

namespace SegmentationService.Requests;

/// <summary>A class and its part of a picture, in JSON.</summary>
/// <param name="Id">The train id.</param>
/// <param name="Name">The class name.</param>
/// <param name="Color">Its colour in masks, such as "#804080".</param>
/// <param name="Pixels">The number of its pixels.</param>
/// <param name="Share">The same as a share of all pixels, 0 to 1.</param>
internal sealed record ClassShare(int Id, string Name, string Color, int Pixels, double Share)
{
    /// <summary>A colour as HTML writes it.</summary>
    public static string Hex(Color color) => $"#{color.R:x2}{color.G:x2}{color.B:x2}";
}

/// <summary>The answer in JSON.</summary>
/// <param name="Width">The picture's width as it is shown, in pixels.</param>
/// <param name="Height">The picture's height as it is shown, in pixels.</param>
/// <param name="Classes">All classes in the order of their ids, those that do not occur among them.</param>
/// <param name="Mask">The PNG with a palette, if it was asked for.</param>
internal sealed record JsonAnswer(int Width, int Height, IReadOnlyList<ClassShare> Classes, byte[]? Mask);
