using Ass.MLNet.Losses;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class ClassVectorsTests
{
    // Two channels on a 2×2 feature map: channel 0 = 1 2 3 4, channel 1 = 10 20 30 40.
    private static Tensor Features() => tensor(new float[] { 1, 2, 3, 4, 10, 20, 30, 40 }, [1, 2, 2, 2]);

    [Fact]
    public void Averages_the_pixels_of_each_class_present()
    {
        using var scope = NewDisposeScope();
        var vectors = ClassVectors.Average(Features(), new LabelBatch([0, 0, 2, 255], 1, 2, 2), classCount: 3);

        Assert.Equal([0L, 2L], vectors.Classes.data<long>().ToArray());
        Assert.Equal([2L, 2L], vectors.Vectors.shape);
        // Class 0: (1 + 2) / 2 and (10 + 20) / 2; class 2: 3 and 30. Class 1 is absent and has no row; the ignored pixel counts for none.
        Assert.Equal([1.5f, 15f, 3f, 30f], vectors.Vectors.data<float>().ToArray());
    }

    [Fact]
    public void Resizes_labels_to_the_features_by_the_pixel_under_each_centre()
    {
        using var scope = NewDisposeScope();
        byte[] label = [0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0];
        var vectors = ClassVectors.Average(Features(), new LabelBatch(label, 1, 4, 4), classCount: 2);

        Assert.Equal([2.5f, 25f, 2.5f, 25f], vectors.Vectors.data<float>().ToArray());
    }

    [Fact]
    public void Keeps_the_images_of_a_batch_apart()
    {
        using var scope = NewDisposeScope();
        var features = tensor(new float[] { 1, 3, 5, 7 }, [2, 1, 1, 2]);
        var vectors = ClassVectors.Average(features, new LabelBatch([0, 0, 0, 1], 2, 1, 2), classCount: 2);

        Assert.Equal([0L, 0L, 1L], vectors.Classes.data<long>().ToArray());
        Assert.Equal([2f, 5f, 7f], vectors.Vectors.data<float>().ToArray());
    }

    [Fact]
    public void Passes_each_vectors_gradient_to_its_own_pixels_in_equal_shares()
    {
        using var scope = NewDisposeScope();
        var features = Features().requires_grad_();
        var vectors = ClassVectors.Average(features, new LabelBatch([0, 0, 1, 255], 1, 2, 2), classCount: 2);
        vectors.Vectors.sum().backward();

        Assert.Equal([0.5f, 0.5f, 1, 0, 0.5f, 0.5f, 1, 0], features.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Has_no_rows_where_everything_is_ignored()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(0, ClassVectors.Average(Features(), new LabelBatch([255, 255, 255, 255], 1, 2, 2), classCount: 3).Count);
    }

    [Fact]
    public void By_share_every_pixel_counts_where_it_lies()
    {
        using var scope = NewDisposeScope();

        // Cells: ¾ class 0 and ¼ class 1; all class 0; half ignored, half class 1; all ignored.
        byte[] label = [0, 0, 0, 0, 0, 1, 0, 0, 255, 1, 255, 255, 255, 1, 255, 255];
        var vectors = ClassVectors.Average(Features(), new LabelBatch(label, 1, 4, 4), classCount: 3, ClassVectorWeights.Share);

        // Class 0: (¾ · 1 + 1 · 2) / 1¾; class 1, whose pixels lie at no cell's centre but one: (¼ · 1 + ½ · 3) / ¾. Class 2 is absent.
        Assert.Equal([0L, 1L], vectors.Classes.data<long>().ToArray());
        AssertNear([2.75f / 1.75f, 27.5f / 1.75f, 1.75f / 0.75f, 17.5f / 0.75f], vectors.Vectors);
    }

    [Fact]
    public void By_share_a_pixel_may_lie_in_several_cells()
    {
        using var scope = NewDisposeScope();

        // 3 × 3 pixels in 2 × 2 cells of 1½ × 1½. Class 1 is the pixel in the middle, a quarter of which lies in each cell; class 0 is the
        // one at the top in the middle, half of which lies in each of the two upper cells; class 2 is the upper left corner.
        byte[] label = [2, 0, 255, 255, 1, 255, 255, 255, 255];
        var vectors = ClassVectors.Average(Features(), new LabelBatch(label, 1, 3, 3), classCount: 3, ClassVectorWeights.Share);
        AssertNear([1.5f, 15, 2.5f, 25, 1, 10], vectors.Vectors);

        // 1 × 1 pixel in 2 × 2 cells.
        AssertNear([2.5f, 25], ClassVectors.Average(Features(), new LabelBatch([1], 1, 1, 1), 2, ClassVectorWeights.Share).Vectors);
    }

    [Fact]
    public void By_share_a_thin_object_has_a_vector_that_it_does_not_have_by_nearest_pixels()
    {
        using var scope = NewDisposeScope();
        byte[] label = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0];
        var batch = new LabelBatch(label, 1, 4, 4);
        Assert.Equal([0L], ClassVectors.Average(Features(), batch, 2).Classes.data<long>().ToArray());
        var shares = ClassVectors.Average(Features(), batch, 2, ClassVectorWeights.Share);
        Assert.Equal([0L, 1L], shares.Classes.data<long>().ToArray());
        AssertNear([(0.5f * 1 + 2 + 0.5f * 3 + 4) / 3, 10 * (0.5f * 1 + 2 + 0.5f * 3 + 4) / 3, 2, 20], shares.Vectors);
    }

    [Fact]
    public void By_share_images_stay_apart_and_ignored_ones_have_no_rows()
    {
        using var scope = NewDisposeScope();
        var features = tensor(new float[] { 1, 3, 5, 7, 9, 11 }, [3, 1, 1, 2]);
        var labels = new LabelBatch([0, 0, 0, 1, 255, 255, 255, 255, 1, 1, 1, 0], 3, 1, 4);
        var vectors = ClassVectors.Average(features, labels, 2, ClassVectorWeights.Share);
        Assert.Equal([0L, 1L, 0L, 1L], vectors.Classes.data<long>().ToArray());
        AssertNear([(1 + 0.5f * 3) / 1.5f, 3, 11, (9 + 0.5f * 11) / 1.5f], vectors.Vectors);
        Assert.Equal(0, ClassVectors.Average(features[1..2], new LabelBatch([255, 255], 1, 1, 2), 2, ClassVectorWeights.Share).Count);
    }

    /// <summary>Behind a batch norm, whose backward pass misreads gradients in another memory format than its input's.</summary>
    [Theory]
    [InlineData(ClassVectorWeights.Nearest)]
    [InlineData(ClassVectorWeights.Share)]
    public void The_gradient_behind_a_batch_norm_is_that_of_the_plain_formula(ClassVectorWeights weights)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        var x = randn([2, 16, 6, 10], generator: generator);
        var pull = randn([2, 3, 16], generator: generator);
        var random = new Random(5);
        byte[] ids = [.. Enumerable.Range(0, 2 * 12 * 20).Select(i => (byte)(i < 6 ? i / 2 : random.Next(3)))];
        var labels = new LabelBatch(ids, 2, 12, 20);
        var leaf = x.clone().requires_grad_();
        var vectors = ClassVectors.Average(Norm(leaf), labels, 3, weights);
        Assert.Equal(6, vectors.Count);
        (vectors.Vectors * pull.view(6, 16)).sum().backward();

        var plain = x.to(float64).requires_grad_();
        var features = Norm(plain);
        var loss = zeros([], float64);
        var full = labels.ToTensor(CPU);
        for (int c = 0; c < 3; c++)
        {
            var ofClass = full.eq(c).to(float64).unsqueeze(1);
            var share = weights == ClassVectorWeights.Share ? nn.functional.avg_pool2d(ofClass, 2) : Centres(ofClass);
            var means = (features * share).sum([2, 3]) / share.sum([2, 3]);
            loss += (means * pull.select(1, c)).sum();
        }
        loss.backward();
        Assert.True((leaf.grad! - plain.grad!).norm().item<double>() < 1e-5 * plain.grad!.norm().item<double>());

        static Tensor Norm(Tensor x) => nn.functional.batch_norm(x, null!, null!, training: true);

        // The pixel at the centre of 2 × 2 pixels is the lower right one.
        static Tensor Centres(Tensor x) => x.slice(2, 1, 12, 2).slice(3, 1, 20, 2);
    }

    private static void AssertNear(float[] expected, Tensor actual)
    {
        float[] values = actual.data<float>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        Assert.All(expected.Zip(values), p => Assert.Equal(p.First, p.Second, 5));
    }
}
