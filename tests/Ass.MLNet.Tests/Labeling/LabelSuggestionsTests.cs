using Xunit;

namespace Ass.MLNet.Tests;

public sealed class LabelSuggestionsTests
{
    private static readonly LabelSuggestionOptions LooksAlone = new() { CoverageWeight = 1, ClassWeight = 0 };
    private static readonly LabelSuggestionOptions ClassesAlone = new() { CoverageWeight = 0, UncertaintyWeight = 0 };
    private static readonly LabelSuggestionOptions UncertaintyAlone = new()
    {
        CoverageWeight = 0,
        ClassWeight = 0,
        UncertaintyWeight = 1,
    };

    [Fact]
    public void Looks_choose_one_of_each_group_and_the_largest_group_first()
    {
        // Four directions around the mean of all, (0, 0): three, two, two and one image.
        var images = new[] { At(0, 2), At(1, 0), At(1, 0), At(-1, 0), At(-1, 0), At(0, -1), At(0, -1), At(0, 0) };

        var chosen = LabelSuggestions.Choose(images, 4, options: LooksAlone);

        // Cosines to the mean's other side and to the image at the mean are 0: what is gained is the group's share of the eight.
        Assert.Equal([1, 3, 5, 0], chosen.Select(s => s.Index));
        Assert.Equal([2 / 8.0, 2 / 8.0, 2 / 8.0, 1 / 8.0], chosen.Select(s => Math.Round(s.Coverage, 6)));
        Assert.All(chosen, s => Assert.Equal(s.Score, s.Coverage));
    }

    [Fact]
    public void What_is_labelled_already_is_not_worth_another_label()
    {
        var images = new[] { At(1, 0), At(1, 0), At(1, 0), At(-3, 1), At(0, -1) };

        Assert.Equal(0, LabelSuggestions.Choose(images, 1, options: LooksAlone)[0].Index);
        var next = LabelSuggestions.Choose(images, 2, labeled: [At(1, 0)], options: LooksAlone);
        Assert.DoesNotContain(next, s => s.Index < 3);
    }

    [Fact]
    public void Classes_choose_the_image_with_most_of_what_is_rare()
    {
        // Mean shares 0.7 and 0.3, so that a draw of one image shows as much.
        var images = new[] { Of(1, 0), Of(0.4f, 0.6f), Of(0.7f, 0.3f) };

        var best = Assert.Single(LabelSuggestions.Choose(images, 1, options: ClassesAlone));

        Assert.Equal(1, best.Index);
        double expected = (1 - Math.Exp(-0.4 / 0.7) + 1 - Math.Exp(-0.6 / 0.3)) / 2;
        Assert.Equal(expected, best.Classes, 6);
    }

    [Fact]
    public void A_class_that_no_image_shows_does_not_count()
    {
        var images = new[] { Of(1, 0, 0), Of(0.4f, 0.6f, 0), Of(0.7f, 0.3f, 0) };
        double expected = (1 - Math.Exp(-0.4 / 0.7) + 1 - Math.Exp(-0.6 / 0.3)) / 2;

        Assert.Equal(expected, LabelSuggestions.Choose(images, 1, options: ClassesAlone)[0].Classes, 6);
    }

    [Fact]
    public void Uncertainty_counts_by_rank()
    {
        var images = new[] { Unsure(0.9f), Unsure(0.1f), Unsure(0.2f), Unsure(0.2f), Unsure(0.3f) };

        var chosen = LabelSuggestions.Choose(images, 5, options: UncertaintyAlone);

        Assert.Equal([0, 4, 2, 3, 1], chosen.Select(s => s.Index));
        Assert.Equal([1 / 5.0, 0.75 / 5, 0.375 / 5, 0.375 / 5, 0], chosen.Select(s => Math.Round(s.Uncertainty, 6)));
    }

    /// <summary>Looking at few images again must not change what is chosen.</summary>
    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 12)]
    [InlineData(3, 40)]
    public void The_search_chooses_what_looking_at_all_images_would(int seed, int labeledCount)
    {
        var random = new Random(seed);
        ImageEvidence[] images = [.. Enumerable.Range(0, 60).Select(_ => Random(random))];
        ImageEvidence[] labeled = [.. Enumerable.Range(0, labeledCount).Select(_ => Random(random))];

        var chosen = LabelSuggestions.Choose(images, 12, labeled, new() { CoverageWeight = 1, UncertaintyWeight = 0.5 });

        var set = new List<int>();
        foreach (var suggestion in chosen)
        {
            double before = Worth(images, labeled, set, 12);
            var worth = images
                .Select((_, i) => set.Contains(i) ? double.NegativeInfinity : Worth(images, labeled, [.. set, i], 12))
                .ToList();
            Assert.Equal(worth.IndexOf(worth.Max()), suggestion.Index);
            Assert.Equal(worth.Max() - before, suggestion.Score, 5);
            Assert.Equal(suggestion.Score, suggestion.Coverage + suggestion.Classes + suggestion.Uncertainty, 9);
            set.Add(suggestion.Index);
        }
    }

    /// <summary>The formula of <see cref="LabelSuggestions.Choose"/>, with weights of 1, 1 and 0.5.</summary>
    private static double Worth(ImageEvidence[] images, ImageEvidence[] labeled, List<int> set, int count)
    {
        int length = images[0].Descriptor.Count;
        double[] mean = [.. Enumerable.Range(0, length).Select(k => images.Average(image => (double)image.Descriptor[k]))];
        ImageEvidence[] known = [.. labeled, .. set.Select(i => images[i])];
        double looks = images.Average(j => known.Max(i => Math.Max(0, Cosine(Centred(i), Centred(j)))));
        double classes = Enumerable
            .Range(0, images[0].ClassShares.Count)
            .Average(c => 1 - Math.Exp(-Shown(c) / (count * images.Average(j => (double)j.ClassShares[c]))));
        double unsure = set.Sum(i => images.Count(j => j.Uncertainty < images[i].Uncertainty) / (images.Length - 1.0)) / count;
        return looks + classes + 0.5 * unsure;

        // More labelled images than are to be chosen count as much as that many.
        double Shown(int c) =>
            Math.Min(1, count / (double)labeled.Length) * labeled.Sum(i => i.ClassShares[c]) + set.Sum(i => images[i].ClassShares[c]);

        double[] Centred(ImageEvidence image) => [.. image.Descriptor.Select((value, k) => value - mean[k])];

        static double Cosine(double[] a, double[] b) => Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b));

        static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
    }

    [Fact]
    public void However_many_images_are_labelled_classes_that_they_lack_are_chosen()
    {
        var images = new[] { Of(0.9f, 0.1f), Of(0.8f, 0.2f), Of(0.3f, 0.7f) };
        ImageEvidence[] labeled = [.. Enumerable.Repeat(Of(0.99f, 0.01f), 5000)];

        var next = Assert.Single(LabelSuggestions.Choose(images, 1, labeled, ClassesAlone));

        Assert.Equal(2, next.Index);
        Assert.True(next.Classes > 0.3);
    }

    [Fact]
    public void Without_classes_looks_count_whatever_their_weight()
    {
        var images = new[] { At(1, 0), At(0, 2), At(0, 2), At(0, 2) };

        Assert.Equal(LabelSuggestions.Choose(images, 2, options: LooksAlone), LabelSuggestions.Choose(images, 2, options: ClassesAlone));
    }

    [Fact]
    public void Without_classes_looks_count_even_if_uncertainty_has_a_weight_but_is_the_same_for_all()
    {
        var images = new[] { At(1, 0), At(0, 2), At(0, 2), At(0, 2) };
        var options = new LabelSuggestionOptions { CoverageWeight = 0, UncertaintyWeight = 0.5 };

        Assert.Equal(LabelSuggestions.Choose(images, 2, options: LooksAlone), LabelSuggestions.Choose(images, 2, options: options));
    }

    [Fact]
    public void The_same_images_give_the_same_choice_however_many_there_are()
    {
        var random = new Random(5);
        ImageEvidence[] images = [.. Enumerable.Range(0, 3000).Select(_ => Random(random))];

        Assert.Equal(LabelSuggestions.Choose(images, 20), LabelSuggestions.Choose(images, 20));
    }

    [Fact]
    public void Mistakes_are_named()
    {
        var images = new[] { At(1, 0), At(0, 1) };

        Assert.Contains("2, but is 3", Throws<ArgumentOutOfRangeException>(() => LabelSuggestions.Choose(images, 3)));
        Assert.Contains("but is 0", Throws<ArgumentOutOfRangeException>(() => LabelSuggestions.Choose(images, 0)));
        Assert.Contains("different networks", Throws<ArgumentException>(() => LabelSuggestions.Choose(images, 1, [Of(1, 0)])));
        Assert.Contains(
            "CoverageWeight must be a number of 0 or more",
            Throws<ArgumentOutOfRangeException>(() => LabelSuggestions.Choose(images, 1, options: new() { CoverageWeight = -1 }))
        );
        Assert.Contains(
            "must be above 0",
            Throws<ArgumentException>(() =>
                LabelSuggestions.Choose(
                    images,
                    1,
                    options: new()
                    {
                        CoverageWeight = 0,
                        ClassWeight = 0,
                        UncertaintyWeight = 0,
                    }
                )
            )
        );
        Assert.Throws<ArgumentException>(() => new ImageEvidence([float.NaN], [], 0));
        Assert.Throws<ArgumentException>(() => new ImageEvidence([1], [-1], 0));
        Assert.Throws<ArgumentException>(() => new ImageEvidence([1], [], float.PositiveInfinity));
    }

    private static string Throws<T>(Action action)
        where T : Exception => Assert.Throws<T>(action).Message;

    private static ImageEvidence At(float x, float y) => new([x, y], [], 0);

    private static ImageEvidence Of(params float[] shares) => new([1], shares, 0);

    private static ImageEvidence Unsure(float uncertainty) => new([1], [], uncertainty);

    private static ImageEvidence Random(Random random)
    {
        float[] shares = [.. Enumerable.Range(0, 4).Select(_ => random.NextSingle())];
        return new ImageEvidence(
            [.. Enumerable.Range(0, 5).Select(_ => random.NextSingle() - 0.5f)],
            [.. shares.Select(share => share / shares.Sum())],
            random.NextSingle()
        );
    }
}
