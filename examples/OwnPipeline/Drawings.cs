using Ass.MLNet;
using Microsoft.ML.Data;
using StreetScenes;

namespace OwnPipeline;

/// <summary>Stands for the application's own files: streets of a renderer, and the same streets as a dim, reddish camera sees them.</summary>
internal static class Drawings
{
    /// <param name="folder">Where files are written.</param>
    /// <param name="seed">Another one gives other streets.</param>
    /// <param name="rendered">Scenes of the renderer, each with a mask.</param>
    /// <param name="photographed">Scenes of the camera, which has another size.</param>
    /// <param name="withMask">How many of those have a mask.</param>
    public static Snapshot[] Write(string folder, int seed, int rendered, int photographed, int withMask)
    {
        Directory.CreateDirectory(folder);
        return [
            .. Enumerable.Range(0, rendered).Select(i => Write(folder, $"rendered{i}", StreetRenderer.SceneSeed(seed, i), isFromCamera: false, hasMask: true)),
            .. Enumerable.Range(0, photographed).Select(i => Write(folder, $"photo{i}", StreetRenderer.SceneSeed(seed + 1, i), isFromCamera: true, hasMask: i < withMask)),
        ];
    }

    private static Snapshot Write(string folder, string name, ulong seed, bool isFromCamera, bool hasMask)
    {
        StreetScene scene = isFromCamera ? StreetRenderer.Render(seed, 120, 80) : StreetRenderer.Render(seed, 96, 64);
        if (isFromCamera)
        {
            for (int i = 0; i < scene.Pixels.Length; i += 4)
                (scene.Pixels[i], scene.Pixels[i + 1]) = ((byte)(scene.Pixels[i] / 3), (byte)(scene.Pixels[i + 1] / 2));
        }

        string photo = Path.Combine(folder, name + ".png"), mask = Path.Combine(folder, name + "_mask.png");
        using (MLImage image = scene.ToImage())
            image.Save(photo);
        if (hasMask)
            SegmentationPng.Save(mask, scene.Labels, scene.Width, scene.Height);
        return new Snapshot { PhotoFile = photo, MaskFile = hasMask ? mask : "", IsFromCamera = isFromCamera };
    }
}
