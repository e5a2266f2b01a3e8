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
}
