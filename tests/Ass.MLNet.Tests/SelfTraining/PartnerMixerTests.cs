using Ass.MLNet.SelfTraining;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

/// <summary>Unlabelled images show half of the classes that the teacher sees in the next one of their batch, or a box of it.</summary>
public class PartnerMixerTests
{
    private const int Classes = 5;

    [Fact]
    public void Half_of_the_next_images_classes_is_shown_rounded_up_but_never_all()
    {
        // Image 0 has classes 0, 1, 2; image 1 has 3 and 0; image 2 has 4 alone. Padding: the last pixel of image 0, the first of image 1.
        long[][] rows =
        [
            [0, 0, 1, 1, 2, 2],
            [3, 3, 3, 0, 0, 0],
            [4, 4, 4, 4, 4, 4],
        ];
        bool[][] pictures =
        [
            [true, true, true, true, true, false],
            [false, true, true, true, true, true],
            [.. Enumerable.Repeat(true, 6)],
        ];
        var drawn = new HashSet<long>[] { [], [], [] };
        using var scope = NewDisposeScope();
        var classes = tensor(rows.SelectMany(row => row).ToArray()).view(3, 1, 6);
        var shown = tensor(pictures.SelectMany(row => row).ToArray()).view(3, 1, 6);

        for (int number = 0; number < 40; number++)
        {
            bool[] mask = Draw(ImageMixing.Classes, classes, shown, number);
            for (int image = 0; image < 3; image++)
            {
                int next = (image + 1) % 3;
                int[] both = [.. Enumerable.Range(0, 6).Where(x => pictures[image][x] && pictures[next][x])];
                long[] chosen = [.. Enumerable.Range(0, 6).Where(x => mask[image * 6 + x]).Select(x => rows[next][x]).Distinct()];

                // All pixels of the chosen classes where both images have a picture, and no others.
                Assert.All(Enumerable.Range(0, 6), x =>
                    Assert.Equal(both.Contains(x) && chosen.Contains(rows[next][x]), mask[image * 6 + x])
                );
                drawn[image].UnionWith(chosen);
                Assert.Equal(
                    image switch
                    {
                        0 => 1,
                        1 => 0,
                        _ => 2,
                    },
                    chosen.Length
                );
            }
        }

        Assert.Equal([0, 3], drawn[0].Order());
        Assert.Equal([0, 1, 2], drawn[2].Order());
    }

    [Fact]
    public void A_class_that_the_padding_alone_has_is_not_drawn()
    {
        using var scope = NewDisposeScope();
        var classes = tensor(new long[] { 0, 0, 0, 0, 1, 2 }).view(2, 1, 3);
        var shown = tensor(new[] { true, true, true, true, true, false }).view(2, 1, 3);

        // Of classes 0 and 1 one is shown, class 2 lies in the padding: were it drawn, nothing would be shown.
        Assert.All(Enumerable.Range(0, 20), number =>
            Assert.Single(Draw(ImageMixing.Classes, classes, shown, number)[..3], isShown => isShown)
        );
    }

    [Fact]
    public void A_box_is_a_quarter_to_a_half_of_the_image()
    {
        const int height = 80,
            width = 120;
        using var scope = NewDisposeScope();
        var classes = zeros(2, height, width, ScalarType.Int64);
        var places = new HashSet<int>();
        for (int number = 0; number < 20; number += 2)
        {
            bool[] mask = Draw(ImageMixing.Boxes, classes, ones(2, height, width, ScalarType.Bool), number);
            for (int image = 0; image < 2; image++)
            {
                int[] inside = [.. Enumerable.Range(0, height * width).Where(i => mask[image * height * width + i])];
                var (top, bottom) = (inside.Min(i => i / width), inside.Max(i => i / width));
                var (left, right) = (inside.Min(i => i % width), inside.Max(i => i % width));
                Assert.Equal((bottom - top + 1) * (right - left + 1), inside.Length);
                Assert.InRange(inside.Length / (double)(height * width), 0.24, 0.51);
                places.Add(inside[0]);
            }
        }
        Assert.True(places.Count > 15);
    }

    [Fact]
    public void Images_labels_and_trust_are_the_next_ones_where_it_is_shown()
    {
        using var scope = NewDisposeScope();
        var mask = tensor(new[] { true, false, false, true }).view(2, 1, 2);
        var images = arange(8).view(2, 2, 1, 2);

        Assert.Equal([4, 1, 6, 3, 4, 1, 6, 3], PartnerMixer.Mix(images, mask).data<long>().ToArray());

        var labels = new PseudoLabels(
            tensor(new long[] { 0, 1, 2, 3 }).view(2, 1, 2),
            tensor(new[] { 0.1f, 0.2f, 0.3f, 0.4f }).view(2, 1, 2),
            ones([])
        )
        {
            Pixels = 4,
        }.MixedBy(mask);
        Assert.Equal([2, 1, 2, 1], labels.Target.data<long>().ToArray());
        Assert.Equal([0.3f, 0.2f, 0.3f, 0.2f], labels.Trust.data<float>().ToArray());
    }

    private static bool[] Draw(ImageMixing mixing, Tensor classes, Tensor shown, long firstNumber) =>
        new PartnerMixer(mixing, seed: 1).Draw(classes, Classes, shown, firstNumber).data<bool>().ToArray();
}
