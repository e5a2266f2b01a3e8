using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet;

/// <summary>A trained network with all that prediction needs: images in, train ids out. Safe to use from several threads at once, also while another disposes it.</summary>
/// <remarks>
/// Work with the network holds a lease (<see cref="Use"/>): what has begun when the segmenter is disposed ends as it should, what begins later gets
/// <see cref="ObjectDisposedException"/>, and the memory goes with the last lease.
/// </remarks>
internal sealed class Segmenter : IDisposable
{
    private readonly DeepLabV2 network;
    private readonly NativeMemory? memory = NativeMemory.KeepForScoring();
    private readonly UseCount uses;

    /// <param name="network">On <paramref name="device"/>; owned from here on.</param>
    /// <param name="normalization">How pixels become its input.</param>
    /// <param name="resizing">What is done about sizes.</param>
    /// <param name="classNames">K names.</param>
    /// <param name="device">Where it computes.</param>
    public Segmenter(DeepLabV2 network, InputNormalization normalization, PredictionResizing resizing, IReadOnlyList<string> classNames, Device device)
    {
        (this.network, Device) = (network, device);
        (Normalization, Resizing, ClassNames) = (normalization, resizing, classNames);
        Palette = SegmentationPalette.ForClasses(classNames);
        uses = new UseCount(Free);
        network.eval();
    }

    /// <summary>The network, for the owner, who knows that nobody disposes it meanwhile (training); all others take a lease.</summary>
    /// <exception cref="ObjectDisposedException">The segmenter is disposed.</exception>
    public DeepLabV2 Network
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsDisposed, typeof(AssSegmentationTransformer));
            return network;
        }
    }

    /// <summary>Whether uses may no longer begin.</summary>
    public bool IsDisposed => uses.IsClosed;

    public NetworkSpec Spec => network.Spec;

    public Device Device { get; }

    public InputNormalization Normalization { get; }

    public PredictionResizing Resizing { get; }

    public IReadOnlyList<string> ClassNames { get; }

    public SegmentationPalette Palette { get; }

    /// <summary>Begins a use of the network; the lease's end ends it.</summary>
    /// <exception cref="ObjectDisposedException">The segmenter is disposed.</exception>
    public SegmenterLease Use()
    {
        ObjectDisposedException.ThrowIf(!uses.TryEnter(), typeof(AssSegmentationTransformer));
        return new SegmenterLease(this, network, uses);
    }

    /// <summary>Writes the model; see <see cref="SegmenterFormat"/>.</summary>
    public void Save(Stream stream)
    {
        using var lease = Use();
        SegmenterFormat.Save(lease, stream);
    }

    /// <summary>Reads a model onto <paramref name="device"/>.</summary>
    /// <exception cref="InvalidDataException">The stream does not hold a whole, consistent model.</exception>
    public static Segmenter Load(Stream stream, Device device) => SegmenterFormat.Load(stream, device);

    /// <summary>Train ids of each image, at its own size; images that are equally large for the network share a forward pass.</summary>
    public byte[][] PredictIds(IReadOnlyList<BgrImage> images)
    {
        using var lease = Use();
        var results = new byte[images.Count][];
        var prepared = Prepare(images);
        foreach (var group in Enumerable.Range(0, images.Count).GroupBy(i => (prepared[i].Width, prepared[i].Height)))
        {
            var indices = group.ToArray();
            Score(lease.Network, indices.Select(i => prepared[i]).ToArray(), (position, logits) =>
                results[indices[position]] = Ids(logits, images[indices[position]]));
        }

        GiveBack(images, prepared);
        return results;
    }

    /// <summary>Train ids and softmax scores, K · H · W with the class outermost, of one image at its own size.</summary>
    public (byte[] Ids, float[] Scores) PredictWithScores(BgrImage image)
    {
        using var lease = Use();
        (byte[], float[]) result = default;
        var prepared = Prepare([image]);
        Score(lease.Network, prepared, (_, logits) =>
        {
            using var scores = Upsample(logits, image).softmax(1).cpu();
            result = (Ids(logits, image), scores.data<float>().ToArray());
        });
        GiveBack([image], prepared);
        return result;
    }

    /// <summary>Ends the segmenter: predictions that have begun are finished, others throw, and the network's memory is freed with the last one.</summary>
    public void Dispose() => uses.Close();

    private void Free()
    {
        network.Dispose();
        memory?.Dispose();
    }

    private BgrImage[] Prepare(IReadOnlyList<BgrImage> images) => [.. images.Select(image => Resizing.Prepare(image, Normalization.Padding))];

    /// <summary>What was resized has memory of its own.</summary>
    private static void GiveBack(IReadOnlyList<BgrImage> images, BgrImage[] prepared)
    {
        for (int i = 0; i < prepared.Length; i++)
        {
            if (prepared[i] != images[i])
                PixelBuffers.Give(prepared[i].Pixels);
        }
    }

    /// <summary>The class of the largest logit.</summary>
    /// <remarks>Why not <c>argmax</c> on a device: it takes several times as long as <c>max</c>, which tells both.</remarks>
    private byte[] Ids(Tensor logits, BgrImage image)
    {
        if (Device.type == DeviceType.CPU)
        {
            using var values = logits.contiguous();
            var size = new ImageSize((int)logits.shape[3], (int)logits.shape[2]);
            return LargestClass.Of(MemoryMarshal.Cast<byte, float>(values.bytes), size, new ImageSize(image.Width, image.Height), Resizing.AlignCorners);
        }

        var (_, largest) = Upsample(logits, image).max(1);
        using var ids = largest.to(ScalarType.Byte).cpu();
        return ids.data<byte>().ToArray();
    }

    private Tensor Upsample(Tensor logits, BgrImage image) => Layers.Upsample(logits, image.Height, image.Width, Resizing.AlignCorners);

    /// <summary>Runs the network over images of one size and hands each one's logits (1, K, h, w) on; more than once where memory does not suffice for all together.</summary>
    /// <exception cref="InvalidOperationException">Memory does not suffice for one.</exception>
    private void Score(DeepLabV2 lent, BgrImage[] images, Action<int, Tensor> use)
    {
        try
        {
            OutOfMemory.DoTogetherOrOneByOne(images, (some, first) => ScoreTogether(lent, some, (position, logits) => use(first + position, logits)));
        }
        catch (Exception e) when (OutOfMemory.IsReasonOf(e))
        {
            throw OutOfMemory.Explain(
                e, Device, $"An image of {images[0].Width}x{images[0].Height}",
                $"Less is needed for smaller images, or with a model that was trained with {nameof(AssSegmentationOptions.TargetSize)}, which predicts at that size.");
        }
    }

    private void ScoreTogether(DeepLabV2 lent, BgrImage[] images, Action<int, Tensor> use)
    {
        using var noGradient = inference_mode();
        using var scope = NewDisposeScope();
        var batch = Batch.Create(images.Select(i => new Sample(i, null)).ToArray(), Normalization.Padding);
        using var output = lent.forward(batch.ToTensor(Normalization, Device));
        if (!FiniteValues.AreFinite(output.Logits))
        {
            throw new InvalidOperationException(
                $"The network's scores for an image of {images[0].Width}x{images[0].Height} are NaN or infinite, so they tell no classes: its weights, though finite, are of no use.");
        }

        for (int i = 0; i < images.Length; i++)
        {
            using var one = NewDisposeScope();
            use(i, output.Logits.slice(0, i, i + 1, 1));
        }
    }
}
