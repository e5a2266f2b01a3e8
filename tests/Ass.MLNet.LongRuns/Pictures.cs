using Microsoft.ML.Data;

namespace LongRuns;

/// <summary>Pictures of three bands with noise, made when they are asked for.</summary>
internal static class Pictures
{
    public static (MLImage Image, byte[] Label) Make(int seed, int width, int height, bool target)
    {
        var random = new Random(seed);
        var pixels = new byte[width * height * 4];
        var label = new byte[width * height];
        int horizon = random.Next(height / 4, height / 2);
        int curb = random.Next(height / 2, height - 4);
        for (int i = 0; i < label.Length; i++)
        {
            label[i] =
                i / width < horizon ? (byte)0
                : i / width < curb ? (byte)1
                : (byte)2;
            int grey = (target ? 140 : 220) - (label[i] * 60);
            for (int c = 0; c < 3; c++)
            {
                pixels[(i * 4) + c] = (byte)Math.Clamp(grey + random.Next(-25, 26), 0, 255);
            }
            pixels[(i * 4) + 3] = 255;
        }

        return (MLImage.CreateFromPixels(width, height, MLPixelFormat.Bgra32, pixels), label);
    }

    /// <summary>Writes source/ and target/, each with images/, labels/ and classes.txt.</summary>
    public static void Write(string folder, int count)
    {
        foreach (string domain in new[] { "source", "target" })
        {
            string root = Path.Combine(folder, domain);
            Directory.CreateDirectory(Path.Combine(root, "images"));
            Directory.CreateDirectory(Path.Combine(root, "labels"));
            File.WriteAllLines(Path.Combine(root, "classes.txt"), Training.ClassNames);
            for (int i = 0; i < count; i++)
            {
                var (image, ids) = Make(i, 96, 80, domain == "target");
                using (image)
                {
                    image.Save(Path.Combine(root, "images", $"{i:00}.png"));
                }
                var pixels = ids.SelectMany(id => new[] { id, id, id, byte.MaxValue }).ToArray();
                using var label = MLImage.CreateFromPixels(96, 80, MLPixelFormat.Bgra32, pixels);
                label.Save(Path.Combine(root, "labels", $"{i:00}.png"));
            }
        }
    }

    /// <summary>A line on what the process holds.</summary>
    public static string Memory()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        long tensors = TorchSharp.DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        return $"resident {process.WorkingSet64 / 1048576.0:0.0} MiB, managed {GC.GetTotalMemory(false) / 1048576.0:0.0} MiB, live "
            + $"tensors of this thread {tensors}";
    }
}
