using Ass.MLNet.Images;
using Ass.MLNet.Labels;
using Ass.MLNet.Losses;
using Ass.MLNet.Sampling;

namespace Ass.MLNet.SelfTraining;

/// <summary>Draws what of labelled images is pasted into unlabelled ones: half of a label's classes (ClassMix, WACV 2021) or a
/// box (CutMix, ICCV 2019).</summary>
/// <remarks>Where images differ in size, the pictures in them are laid upon each other at random; what reaches beyond is cut off, and of no
/// account.</remarks>
/// <param name="mixing">What is pasted.</param>
/// <param name="seed">The run's seed.</param>
internal sealed class ImageMixer(ImageMixing mixing, int seed)
{
    /// <param name="pictures">Where in each of the B unlabelled images the picture lies; all around is padding.</param>
    /// <param name="height">H of the unlabelled images.</param>
    /// <param name="width">W of the unlabelled images.</param>
    /// <param name="labeled">Labelled batches of as many images; each unlabelled image gets parts of the one in its place in a batch drawn
    /// at random.</param>
    /// <param name="firstNumber">The number of the first image in the run, which decides its random numbers.</param>
    public Mixture Draw(IReadOnlyList<Window> pictures, int height, int width, IReadOnlyList<LabeledBatch> labeled, long firstNumber)
    {
        int size = height * width;
        var from = new int[pictures.Count];
        var overlaps = new Overlap[pictures.Count];
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
                var (labels, labeledPictures) = labeled[from[i]];
                bool areAlike = (labels.Width, labels.Height) == (width, height);
                var whole = new Window(0, 0, width, height);
                overlaps[i] = areAlike ? new(whole, whole) : Lay(labeledPictures[i], picture, random);
                Paste(
                    labels.Of(i),
                    labels.Width,
                    labeledPictures[i],
                    overlaps[i],
                    random,
                    width,
                    origins.AsSpan(i * size, size),
                    given.AsSpan(i * size, size)
                );
            }
        }

        return new Mixture(from, overlaps, pictured, origins, given);
    }

    /// <summary>Draws where a labelled picture lies on an unlabelled one: along each side, the smaller one anywhere in the larger
    /// one.</summary>
    private static Overlap Lay(Window labeled, Window unlabeled, Random random)
    {
        var (width, height) = (Math.Min(labeled.Width, unlabeled.Width), Math.Min(labeled.Height, unlabeled.Height));
        return new(Part(labeled), Part(unlabeled));

        Window Part(Window picture) =>
            new(picture.X + Start(picture.Width - width), picture.Y + Start(picture.Height - height), width, height);

        int Start(int room) => room > 0 ? random.Next(room + 1) : 0;
    }

    private void Paste(
        ReadOnlySpan<byte> ids,
        int labelWidth,
        Window picture,
        Overlap overlap,
        Random random,
        int width,
        Span<PixelOrigin> origins,
        Span<byte> given
    )
    {
        var (labeled, unlabeled) = (overlap.Labeled, overlap.Unlabeled);
        bool byClass = mixing == ImageMixing.Classes;
        bool[] classes = byClass ? DrawHalf(ids, labelWidth, labeled, random) : [];
        var part = byClass ? labeled with { X = 0, Y = 0 } : DrawBox(labeled.Width, labeled.Height, random);
        for (int y = part.Y; y < part.Y + part.Height; y++)
        {
            int from = (labeled.Y + y) * labelWidth + labeled.X;
            int to = (unlabeled.Y + y) * width + unlabeled.X;
            for (int x = part.X; x < part.X + part.Width; x++)
            {
                byte id = ids[from + x];
                if (byClass ? classes[id] : picture.Contains(labeled.X + x, labeled.Y + y))
                {
                    (origins[to + x], given[to + x]) = (PixelOrigin.Pasted, id);
                }
            }
        }
    }

    /// <summary>Draws half of the classes in a part of a label, rounded up, but never all.</summary>
    private static bool[] DrawHalf(ReadOnlySpan<byte> ids, int labelWidth, Window part, Random random)
    {
        var present = new bool[256];
        for (int y = part.Y; y < part.Y + part.Height; y++)
        {
            foreach (byte id in ids.Slice(y * labelWidth + part.X, part.Width))
            {
                present[id] = true;
            }
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
    public static Window DrawBox(int width, int height, Random random)
    {
        double area = 0.25 + 0.25 * random.NextDouble();
        double stretch = Math.Pow(2, random.NextDouble() - 0.5);
        int boxWidth = Math.Clamp((int)Math.Round(width * Math.Sqrt(area) * stretch), 1, width);
        int boxHeight = Math.Clamp((int)Math.Round(height * Math.Sqrt(area) / stretch), 1, height);
        return new(random.Next(width - boxWidth + 1), random.Next(height - boxHeight + 1), boxWidth, boxHeight);
    }
}
