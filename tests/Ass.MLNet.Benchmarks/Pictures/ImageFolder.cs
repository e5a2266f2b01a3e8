using Ass.MLNet.Images;

namespace Ass.MLNet.Benchmarks;

/// <summary>A temporary folder of PNG images, and one for what is made of them.</summary>
internal sealed class ImageFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ass-benchmarks-").FullName;

    public ImageFolder(StepSetting setting, int count)
    {
        var pictures = new StepPictures(setting);
        Images = [.. Enumerable.Range(0, count).Select(i => Path.Combine(_folder, $"{i:000}.png"))];
        for (int i = 0; i < count; i++)
        {
            using var image = pictures.Image(i).ToMLImage();
            image.Save(Images[i]);
        }
    }

    public string[] Images { get; }

    /// <summary>The path of a file that <paramref name="owner"/> makes of an image.</summary>
    public string Result(string owner, string image, string ending)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, owner)).FullName;
        return Path.Combine(folder, Path.GetFileNameWithoutExtension(image) + ending);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
