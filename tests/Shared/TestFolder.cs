using Microsoft.ML.Data;

namespace Ass.MLNet.Tests;

/// <summary>A temporary folder with tiny pictures, removed at the end of a test.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("ass-tests-").FullName;

    public void Dispose() => Directory.Delete(Root, recursive: true);

    public string At(string relative)
    {
        string path = Path.Combine(Root, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>Writes a grey picture whose values are the given ids.</summary>
    public string Grey(string relative, int width, params byte[] ids)
    {
        using var image = TestImages.Grey(width, ids);
        image.Save(At(relative));
        return At(relative);
    }

    /// <summary>Writes a picture of one colour.</summary>
    public string Plain(string relative, int width, int height, byte red, byte green, byte blue)
    {
        using var image = TestImages.Plain(width, height, red, green, blue);
        image.Save(At(relative));
        return At(relative);
    }

    /// <summary>Writes a file of the given bytes.</summary>
    public string Bytes(string relative, byte[] bytes)
    {
        File.WriteAllBytes(At(relative), bytes);
        return At(relative);
    }

    /// <summary>Writes a text file.</summary>
    public string Text(string relative, params string[] lines)
    {
        File.WriteAllLines(At(relative), lines);
        return At(relative);
    }

    /// <summary>Writes <paramref name="count"/> pairs <c>images/000.png</c> …, <c>labels/000.png</c> …, 2×1 pixels, labels 0 and
    /// 1.</summary>
    public (string Images, string Labels) Pairs(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Plain($"images/{i:000}.png", 2, 1, (byte)i, 0, 0);
            Grey($"labels/{i:000}.png", 2, 0, 1);
        }

        return (Path.Combine(Root, "images"), Path.Combine(Root, "labels"));
    }
}
