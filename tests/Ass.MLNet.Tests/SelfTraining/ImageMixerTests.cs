using Ass.MLNet.Images;
using Ass.MLNet.Losses;
using Ass.MLNet.SelfTraining;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Of a labelled image, half of the classes or a box is pasted; the rest is left to the teacher.</summary>
public class ImageMixerTests
{
    private const int Width = 12;
    private const int Height = 8;

    [Fact]
    public void Half_of_the_classes_is_pasted_rounded_up()
    {
        // Three classes of three columns each, and three ignored columns.
        var labels = Labels(Width, Height, Id);
        var drawn = new HashSet<byte>();
        for (int number = 0; number < 20; number++)
        {
            var mixture = Draw(ImageMixing.Classes, [labels], number);

            byte[] pasted = [.. mixture.Given.Where(id => id != 255).Distinct()];
            Assert.Equal(2, pasted.Length);
            drawn.UnionWith(pasted);
            for (int i = 0; i < Width * Height; i++)
            {
                bool isPasted = pasted.Contains(Id(i % Width));
                Assert.Equal(isPasted ? Id(i % Width) : 255, mixture.Given[i]);
                Assert.Equal(isPasted ? PixelOrigin.Pasted : PixelOrigin.Unlabeled, mixture.Origins[i]);
            }
        }
        Assert.Equal(new byte[] { 0, 1, 2 }, drawn.Order());

        static byte Id(int x) => x < 9 ? (byte)(x / 3) : (byte)255;
    }

    [Fact]
    public void Padding_that_something_is_pasted_over_is_still_no_part_of_the_image()
    {
        var labels = Labels(8, 4, x => (byte)(x / 4));
        var mixture = new ImageMixer(ImageMixing.Classes, seed: 1).Draw([new Window(2, 1, 4, 2)], 4, 8, [Whole(labels)], 0);

        bool IsPictured(int i) => i % 8 is >= 2 and < 6 && i / 8 is 1 or 2;
        Assert.Equal(Enumerable.Range(0, 32).Select(IsPictured), mixture.Pictured);
        Assert.Contains(Enumerable.Range(0, 32), i => !mixture.Pictured[i] && mixture.Origins[i] == PixelOrigin.Pasted);
        Assert.Equal(16, mixture.Origins.Count(origin => origin == PixelOrigin.Pasted));
    }

    [Fact]
    public void A_box_is_a_quarter_to_a_half_of_the_image_and_brings_ignored_pixels_along()
    {
        var labels = Labels(120, 80, x => x % 2 == 0 ? (byte)1 : (byte)255);
        var places = new HashSet<int>();
        for (int number = 0; number < 20; number++)
        {
            var mixture = new ImageMixer(ImageMixing.Boxes, seed: 1).Draw([new Window(0, 0, 120, 80)], 80, 120, [Whole(labels)], number);

            int[] pasted = [.. Enumerable.Range(0, 120 * 80).Where(i => mixture.Origins[i] == PixelOrigin.Pasted)];
            Assert.InRange(pasted.Length / (120 * 80.0), 0.24, 0.51);
            int left = pasted.Min(i => i % 120),
                right = pasted.Max(i => i % 120),
                top = pasted.Min(i => i / 120),
                bottom = pasted.Max(i => i / 120);
            Assert.Equal((right - left + 1) * (bottom - top + 1), pasted.Length);
            Assert.All(pasted, i => Assert.Equal(i % 2 == 0 ? 1 : 255, mixture.Given[i]));
            places.Add(left * 1000 + top);
        }
        Assert.True(places.Count > 15);
    }

    [Fact]
    public void Without_mixing_the_teacher_labels_all_but_the_padding()
    {
        var mixture = new ImageMixer(ImageMixing.None, seed: 1).Draw([new Window(2, 1, 5, 6)], Height, Width, [], 0);

        Assert.All(mixture.Given, id => Assert.Equal(255, id));
        for (int i = 0; i < Width * Height; i++)
        {
            bool inside = i % Width is >= 2 and < 7 && i / Width is >= 1 and < 7;
            Assert.Equal(inside ? PixelOrigin.Unlabeled : PixelOrigin.Padding, mixture.Origins[i]);
        }
    }

    [Fact]
    public void Images_of_another_size_are_laid_anywhere_upon_each_other()
    {
        // Narrower and higher than the unlabelled one: a column is class 0 or 1, and every row has another pair of classes.
        byte[] ids = [.. Enumerable.Range(0, 5 * 20).Select(i => (byte)(i / 5 * 2 + i % 5 / 4))];
        var labels = new LabelBatch(ids, 1, 20, 5);
        var places = new HashSet<(int, int)>();
        for (int number = 0; number < 40; number++)
        {
            var mixture = Draw(ImageMixing.Classes, [labels], number);

            var (from, to) = mixture.Overlaps[0];
            Assert.Equal((0, 5, Height), (from.X, from.Width, from.Height));
            Assert.Equal((0, 5, Height), (to.Y, to.Width, to.Height));
            Assert.InRange(from.Y, 0, 20 - Height);
            Assert.InRange(to.X, 0, Width - 5);
            places.Add((from.Y, to.X));

            // Half of the 16 classes that lie in the overlap, and each pixel at its place.
            Assert.Equal(Height, mixture.Given.Where(id => id != 255).Distinct().Count());
            for (int i = 0; i < Width * Height; i++)
            {
                int x = i % Width - to.X;
                if (mixture.Given[i] != 255)
                {
                    Assert.InRange(x, 0, 4);
                    Assert.Equal(ids[(i / Width + from.Y) * 5 + x], mixture.Given[i]);
                }
            }
        }
        Assert.True(places.Count > 25);
    }

    /// <summary>Classes that lie outside could be the whole draw, so that nothing would be pasted.</summary>
    [Fact]
    public void Half_of_the_classes_within_reach_is_pasted()
    {
        // A label twice as wide as the image: 0 and 1 on the left, 2 and 3 on the right.
        var labels = Labels(2 * Width, Height, x => (byte)(x / (Width / 2)));
        for (int number = 0; number < 20; number++)
        {
            var mixture = Draw(ImageMixing.Classes, [labels], number);

            var window = mixture.Overlaps[0].Labeled;
            int within = (window.X + Width - 1) / (Width / 2) - window.X / (Width / 2) + 1;
            Assert.Equal((within + 1) / 2, mixture.Given.Where(id => id != 255).Distinct().Count());
            Assert.Contains(PixelOrigin.Unlabeled, mixture.Origins);
        }
    }

    /// <summary>A batch is as large as its largest image; the others are padded. Nothing is pasted beside a small picture, and nothing
    /// comes from where there is none.</summary>
    [Theory]
    [InlineData(ImageMixing.Classes)]
    [InlineData(ImageMixing.Boxes)]
    public void Pictures_are_laid_upon_each_other_and_not_their_padding(ImageMixing mixing)
    {
        var (picture, labeled) = (new Window(0, 0, 6, 4), new Window(1, 2, 6, 4));
        byte[] ids = [.. Enumerable.Range(0, 10 * 8).Select(i => labeled.Contains(i % 10, i / 10) ? (byte)(i % 10) : (byte)255)];
        var labels = new LabeledBatch(new LabelBatch(ids, 1, 8, 10), [labeled]);
        for (int number = 0; number < 20; number++)
        {
            var mixture = new ImageMixer(mixing, seed: 3).Draw([picture], 16, 30, [labels], number);

            Assert.Equal(new Overlap(labeled, picture), mixture.Overlaps[0]);
            int[] pasted = [.. Enumerable.Range(0, 16 * 30).Where(i => mixture.Origins[i] == PixelOrigin.Pasted)];
            Assert.NotEmpty(pasted);
            Assert.All(pasted, i => Assert.True(picture.Contains(i % 30, i / 30)));
            Assert.All(pasted, i => Assert.Equal(i % 30 + 1, mixture.Given[i]));
            Assert.Equal(6 * 4, mixture.ShownPixels);
        }
    }

    [Fact]
    public void A_box_brings_no_padding_along()
    {
        var labels = new LabeledBatch(Labels(Width, Height, x => x < 4 ? (byte)1 : (byte)255), [new Window(0, 0, 4, Height)]);
        var unlabeled = new Window(0, 0, Width, Height);
        for (int number = 0; number < 20; number++)
        {
            var mixture = new ImageMixer(ImageMixing.Boxes, seed: 3).Draw([unlabeled], Height, Width, [labels], number);
            Assert.All(Enumerable.Range(0, Width * Height).Where(i => mixture.Origins[i] == PixelOrigin.Pasted), i =>
                Assert.InRange(i % Width, 0, 3)
            );
        }
    }

    [Fact]
    public void A_box_lies_within_the_overlap()
    {
        for (int number = 0; number < 20; number++)
        {
            var mixture = Draw(ImageMixing.Boxes, [Labels(5, 20, x => (byte)x)], number);

            var (from, to) = mixture.Overlaps[0];
            int[] pasted = [.. Enumerable.Range(0, Width * Height).Where(i => mixture.Origins[i] == PixelOrigin.Pasted)];
            Assert.NotEmpty(pasted);
            Assert.All(pasted, i => Assert.Equal(from.X + i % Width - to.X, mixture.Given[i]));
        }
    }

    [Fact]
    public void The_only_class_of_a_label_is_not_pasted_over_everything()
    {
        var mixture = Draw(ImageMixing.Classes, [Labels(Width, Height, _ => 3)], 0);

        Assert.All(mixture.Origins, origin => Assert.Equal(PixelOrigin.Unlabeled, origin));
    }

    [Fact]
    public void Every_image_has_its_own_random_numbers_whatever_the_batch()
    {
        LabelBatch[] both = [Labels(Width, Height, x => (byte)(x / 2), 2), Labels(Width, Height, x => (byte)(x / 3), 2)];
        LabelBatch[] single = [Labels(Width, Height, x => (byte)(x / 2)), Labels(Width, Height, x => (byte)(x / 3))];

        var together = Draw(ImageMixing.Classes, both, firstNumber: 10, count: 2);
        Mixture[] apart = [Draw(ImageMixing.Classes, single, 10), Draw(ImageMixing.Classes, single, 11)];

        Assert.Equal(apart.SelectMany(m => m.Given), together.Given);
        Assert.Equal(apart.SelectMany(m => m.From), together.From);
        Assert.NotEqual(apart[0].Given, apart[1].Given);
        Assert.NotEqual(together.Given, Draw(ImageMixing.Classes, both, firstNumber: 10, count: 2, seed: 8).Given);
        Assert.Equal([0, 1], Enumerable.Range(0, 20).Select(n => Draw(ImageMixing.Classes, single, n).From[0]).Distinct().Order());
    }

    private static Mixture Draw(ImageMixing mixing, LabelBatch[] labels, long firstNumber, int count = 1, int seed = 7) =>
        new ImageMixer(mixing, seed).Draw(
            [.. Enumerable.Repeat(new Window(0, 0, Width, Height), count)],
            Height,
            Width,
            [.. labels.Select(Whole)],
            firstNumber
        );

    /// <summary>Labels without padding.</summary>
    private static LabeledBatch Whole(LabelBatch labels) =>
        new(labels, [.. Enumerable.Repeat(new Window(0, 0, labels.Width, labels.Height), labels.Count)]);

    private static LabelBatch Labels(int width, int height, Func<int, byte> id, int count = 1) =>
        new([.. Enumerable.Range(0, count * width * height).Select(i => id(i % width))], count, height, width);
}
