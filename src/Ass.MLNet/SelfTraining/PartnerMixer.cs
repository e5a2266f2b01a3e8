using Ass.MLNet.Images;
using Ass.MLNet.Sampling;
using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.SelfTraining;

/// <summary>Mixes unlabelled images with each other: each shows parts of the next one of its batch, the last one parts of the first, and
/// has that one's pseudo-labels there (ReCo, ICLR 2022, with classes; UniMatch, CVPR 2023, with boxes).</summary>
/// <remarks>Which classes an image has is the teacher's prediction, which is on the device: classes are chosen there, by an order that is
/// drawn here, so that nothing waits for it.</remarks>
/// <param name="mixing">What is pasted: half of the predicted classes, rounded up, but never all, or a box.</param>
/// <param name="seed">The run's seed.</param>
internal sealed class PartnerMixer(ImageMixing mixing, int seed)
{
    /// <summary>Draws where the images of a batch show the next one.</summary>
    /// <param name="classes">(B, H, W): the teacher's classes.</param>
    /// <param name="classCount">K.</param>
    /// <param name="shown">(B, H, W), of truth values: where an image has a picture; elsewhere it is padded.</param>
    /// <param name="firstNumber">The number of the first image in the run, which decides its random numbers.</param>
    /// <returns>(B, H, W), of truth values: only where both images have a picture.</returns>
    public Tensor Draw(Tensor classes, int classCount, Tensor shown, long firstNumber)
    {
        using var scope = NewDisposeScope();
        var (count, height, width) = ((int)classes.shape[0], (int)classes.shape[1], (int)classes.shape[2]);
        var wanted =
            mixing == ImageMixing.Classes
                ? OfClasses(Next(classes), Next(shown), Orders(count, classCount, firstNumber))
                : DeviceCopy.Of(Boxes(count, height, width, firstNumber), [count, height, width], classes.device);
        return wanted.logical_and(shown).logical_and(Next(shown)).MoveToOuterDisposeScope();
    }

    /// <summary>Images, labels or trust of a batch, of the next image where <paramref name="mask"/> says so.</summary>
    /// <param name="values">(B, H, W) or (B, C, H, W).</param>
    /// <param name="mask">(B, H, W).</param>
    public static Tensor Mix(Tensor values, Tensor mask)
    {
        using var scope = NewDisposeScope();
        return where(values.dim() == 4 ? mask.unsqueeze(1) : mask, Next(values), values).MoveToOuterDisposeScope();
    }

    private static Tensor Next(Tensor values) => values.roll(-1, 0);

    /// <summary>The pixels of the first half of those classes that occur, in each image's order.</summary>
    private static Tensor OfClasses(Tensor classes, Tensor shown, int[] orders)
    {
        int count = (int)classes.shape[0],
            classCount = orders.Length / count;
        var order = DeviceCopy.Of(orders, [count, classCount], classes.device);
        var ids = arange(classCount, device: classes.device).view(1, -1, 1);
        var present = classes.flatten(1).unsqueeze(1).eq(ids).logical_and(shown.flatten(1).unsqueeze(1)).any(2);

        // (B, K): how many of those that occur come before each class.
        var before = order.unsqueeze(1).less(order.unsqueeze(2)).logical_and(present.unsqueeze(1)).sum(2);
        var number = present.sum(1, keepdim: true);
        using var one = 1.ToScalar();
        using var two = 2.ToScalar();
        var half = minimum(number.add(one).floor_divide(two), number.sub(one));
        return present.logical_and(before.less(half)).gather(1, classes.flatten(1)).view(classes.shape);
    }

    /// <summary>For each image the places of its K classes in an order drawn at random.</summary>
    private int[] Orders(int count, int classCount, long firstNumber)
    {
        int[] orders = new int[count * classCount];
        for (int i = 0; i < count; i++)
        {
            var order = orders.AsSpan(i * classCount, classCount);
            var random = RandomOf(firstNumber + i);
            for (int id = 0; id < classCount; id++)
            {
                int place = random.Next(id + 1);
                (order[id], order[place]) = (order[place], id);
            }
        }
        return orders;
    }

    private bool[] Boxes(int count, int height, int width, long firstNumber)
    {
        bool[] inside = new bool[count * height * width];
        for (int i = 0; i < count; i++)
        {
            Window box = ImageMixer.DrawBox(width, height, RandomOf(firstNumber + i));
            for (int y = box.Y; y < box.Y + box.Height; y++)
            {
                inside.AsSpan((i * height + y) * width + box.X, box.Width).Fill(true);
            }
        }
        return inside;
    }

    private Random RandomOf(long number) => RandomNumbers.Create(seed, RandomUse.Mixing, number);
}
