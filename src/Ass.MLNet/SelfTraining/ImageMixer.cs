using Ass.MLNet.Images;
using Ass.MLNet.Labels;
using Ass.MLNet.Losses;
using Ass.MLNet.Sampling;

namespace Ass.MLNet.SelfTraining;

/// <summary>Draws what of labelled images is pasted into unlabelled ones: half of a label's classes (ClassMix, WACV 2021) or a
/// box (CutMix, ICCV 2019).</summary>
/// <remarks>Images of different sizes are laid upon each other by their upper left corners; what reaches beyond is cut off.</remarks>
/// <param name="mixing">What is pasted.</param>
/// <param name="seed">The run's seed.</param>
internal sealed class ImageMixer(ImageMixing mixing, int seed)
{
    /// <param name="pictures">Where in each of the B unlabelled images the picture lies; all around is padding.</param>
    /// <param name="height">H of the unlabelled images.</param>
    /// <param name="width">W of the unlabelled images.</param>
    /// <param name="labeled">Labels of batches of as many images; each unlabelled image gets parts of the one in its place in a batch drawn
    /// at random.</param>
    /// <param name="firstNumber">The number of the first image in the run, which decides its random numbers.</param>
    public Mixture Draw(IReadOnlyList<Window> pictures, int height, int width, IReadOnlyList<LabelBatch> labeled, long firstNumber)
    {
        int size = height * width;
        var from = new int[pictures.Count];
        var pictured = new bool[pictures.Count * size];
        var origins = new PixelOrigin[pictured.Length];
        byte[] given = new byte[origins.Length];
        Array.Fill(given, LabelMask.Ignored);
        for (int i = 0; i < pictures.Count; i++)
        {
            var picture = pictures[i];
            for (int y = picture.Y; y < picture.Y + picture.Height; y++)
            {
                int first = i * size + y * width + picture.X;
                pictured.AsSpan(first, picture.Width).Fill(true);
                origins.AsSpan(first, picture.Width).Fill(PixelOrigin.Unlabeled);
            }
            if (mixing != ImageMixing.None)
            {
                var random = RandomNumbers.Create(seed, RandomUse.Mixing, firstNumber + i);
                from[i] = random.Next(labeled.Count);
                var labels = labeled[from[i]];
                Paste(labels.Of(i), labels.Width, random, width, origins.AsSpan(i * size, size), given.AsSpan(i * size, size));
            }
        }

        return new Mixture(from, pictured, origins, given);
    }

    private void Paste(ReadOnlySpan<byte> ids, int labelWidth, Random random, int width, Span<PixelOrigin> origins, Span<byte> given)
    {
        int commonWidth = Math.Min(width, labelWidth);
        int commonHeight = Math.Min(given.Length / width, ids.Length / labelWidth);
        bool byClass = mixing == ImageMixing.Classes;
        bool[] classes = byClass ? DrawHalf(ids, random) : [];
        var part = byClass ? new Window(0, 0, commonWidth, commonHeight) : DrawBox(commonWidth, commonHeight, random);
        for (int y = part.Y; y < part.Y + part.Height; y++)
        {
            for (int x = part.X; x < part.X + part.Width; x++)
            {
                byte id = ids[y * labelWidth + x];
                if (!byClass || classes[id])
                {
                    (origins[y * width + x], given[y * width + x]) = (PixelOrigin.Pasted, id);
                }
            }
        }
    }

    /// <summary>Draws half of the classes of a label, rounded up, but never all.</summary>
    private static bool[] DrawHalf(ReadOnlySpan<byte> ids, Random random)
    {
        var present = new bool[256];
        foreach (byte id in ids)
        {
            present[id] = true;
        }
        present[LabelMask.Ignored] = false;
        var left = Enumerable.Range(0, 256).Where(id => present[id]).ToList();
        var drawn = new bool[256];
        for (int i = Math.Min((left.Count + 1) / 2, left.Count - 1); i > 0; i--)
        {
            int at = random.Next(left.Count);
            drawn[left[at]] = true;
            left.RemoveAt(at);
        }

        return drawn;
    }

    /// <summary>A box of a quarter to a half of the area, up to twice as wide (or high) as the image's shape would have it.</summary>
    private static Window DrawBox(int width, int height, Random random)
    {
        double area = 0.25 + 0.25 * random.NextDouble();
        double stretch = Math.Pow(2, random.NextDouble() - 0.5);
        int boxWidth = Math.Clamp((int)Math.Round(width * Math.Sqrt(area) * stretch), 1, width);
        int boxHeight = Math.Clamp((int)Math.Round(height * Math.Sqrt(area) / stretch), 1, height);
        return new(random.Next(width - boxWidth + 1), random.Next(height - boxHeight + 1), boxWidth, boxHeight);
    }
}
