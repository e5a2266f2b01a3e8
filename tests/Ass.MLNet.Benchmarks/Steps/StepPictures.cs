using Ass.MLNet.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Benchmarks;

/// <summary>Small streets: smooth areas with noise, and labels that go with them. The first three are for one stream each, the next three
/// likewise, and so on.</summary>
internal sealed class StepPictures(StepSetting setting)
{
    public const int Streams = 3;

    /// <summary>AdaptSegNet's, in B, G, R.</summary>
    public static readonly float[] Mean = [104.00698793f, 116.66876762f, 122.67891434f];

    /// <summary>Train ids: rectangles of about a twentieth of the image's sides, some of them ignored.</summary>
    public byte[] Ids(int picture)
    {
        var random = new Random(picture);
        var areas = new byte[20 * 20];
        for (int i = 0; i < areas.Length; i++)
        {
            int id = random.Next(setting.ClassCount + 1);
            areas[i] = (byte)(id == setting.ClassCount ? 255 : id);
        }

        var ids = new byte[setting.Width * setting.Height];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = areas[(i / setting.Width * 20 / setting.Height * 20) + (i % setting.Width * 20 / setting.Width)];
        }

        return ids;
    }

    /// <summary>B, G, R of every pixel.</summary>
    public byte[] Pixels(int picture)
    {
        var random = new Random(picture + 10);
        byte[] ids = Ids(picture);
        var pixels = new byte[ids.Length * 3];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(40 + (ids[i / 3] * (5 + (i % 3)) % 150) + (20 * (picture % Streams)) + random.Next(25));
        }

        return pixels;
    }

    /// <summary>The same as the library's own type.</summary>
    public BgrImage Image(int picture) => new(setting.Width, setting.Height, Pixels(picture));

    /// <summary>(1, 3, H, W) as a user's own loader would give it.</summary>
    public Tensor Images(int picture)
    {
        byte[] pixels = Pixels(picture);
        int area = setting.Width * setting.Height;
        var values = new float[pixels.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            values[(i % 3 * area) + (i / 3)] = pixels[i] - Mean[i % 3];
        }

        return tensor(values, [1, 3, setting.Height, setting.Width]);
    }

    /// <summary>(1, H, W) of 64-bit ids.</summary>
    public Tensor Labels(int picture) => tensor(Ids(picture).Select(id => (long)id).ToArray(), [1, setting.Height, setting.Width]);
}
