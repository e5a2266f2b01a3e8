using System.Runtime.InteropServices;
using Ass.MLNet.Images;
using Ass.MLNet.Networks;
using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Prediction;

/// <summary>A trained network with everything that prediction needs: images in, train ids out. Thread-safe, even while another thread
/// disposes it.</summary>
/// <remarks>
/// Each use of the network holds a lease (<see cref="Use"/>). When the segmenter is disposed, running operations finish, later ones throw
/// <see cref="ObjectDisposedException"/>, and the end of the last lease frees the memory.
/// </remarks>
internal sealed class Segmenter : ISegmenter, IDisposable
{
    private readonly SegmentationModule _network;
    private readonly KeptMemory? _memory = KeptMemory.KeepForScoring();
    private readonly UseCount _uses;

    /// <param name="network">The network, on <paramref name="device"/>; the segmenter takes ownership.</param>
    /// <param name="normalization">The input normalisation.</param>
    /// <param name="resizing">The resizing of inputs and predictions.</param>
    /// <param name="classNames">K names.</param>
    /// <param name="device">The device to compute on.</param>
    public Segmenter(
        SegmentationModule network,
        InputNormalization normalization,
        PredictionResizing resizing,
        IReadOnlyList<string> classNames,
        Device device
    )
    {
        (_network, Device) = (network, device);
        (Normalization, Resizing, ClassNames) = (normalization, resizing, classNames);
        Palette = SegmentationPalette.ForClasses(classNames);
        _uses = new UseCount(Free);
        network.eval();
    }

    /// <summary>The network, for an owner that knows it will not be disposed meanwhile (training). All other code takes a lease.</summary>
    /// <exception cref="ObjectDisposedException">The segmenter is disposed.</exception>
    public SegmentationModule Network
    {
        get
        {
            ThrowIfDisposed(IsDisposed);
            return _network;
        }
    }

    /// <summary>Whether the segmenter is disposed, so that no new use can begin.</summary>
    public bool IsDisposed => _uses.IsClosed;

    public NetworkSpec Spec => _network.Spec;

    public Device Device { get; }

    public InputNormalization Normalization { get; }

    public PredictionResizing Resizing { get; }

    public IReadOnlyList<string> ClassNames { get; }

    public SegmentationPalette Palette { get; }

    /// <summary>Begins a use of the network, which lasts until the lease is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The segmenter is disposed.</exception>
    public SegmenterLease Use()
    {
        ThrowIfDisposed(!_uses.TryEnter());
        return new SegmenterLease(this, _network, _uses);
    }

    /// <summary>Writes the model; see <see cref="SegmenterFormat"/>.</summary>
    public void Save(Stream stream)
    {
        using var lease = Use();
        SegmenterFormat.Save(lease, stream);
    }

    /// <summary>Reads a model onto <paramref name="device"/>.</summary>
    /// <exception cref="InvalidDataException">The stream does not contain a complete, consistent model.</exception>
    public static Segmenter Load(Stream stream, Device device) => SegmenterFormat.Load(stream, device);

    /// <summary>Predicts the H · W train ids of an image at its own size.</summary>
    /// <exception cref="InvalidOperationException">Memory ran out, or the network's scores are not finite.</exception>
    public byte[] PredictIds(BgrImage image) => Score(image, logits => Ids(logits, image));

    /// <summary>Predicts train ids and softmax scores, the latter as K · H · W values with the class outermost.</summary>
    public (byte[] Ids, float[] Scores) PredictWithScores(BgrImage image) => Score(image, logits =>
        {
            using var scores = Upsample(logits, image).softmax(1).cpu();
            return (Ids(logits, image), scores.data<float>().ToArray());
        });

    /// <summary>Disposes the segmenter: running predictions finish, later ones throw, and the end of the last one frees the network's
    /// memory.</summary>
    public void Dispose() => _uses.Close();

    // Users know the transformer that they disposed, not its internals.
    private static void ThrowIfDisposed(bool isDisposed)
    {
        if (isDisposed)
        {
            throw new ObjectDisposedException("Ass.MLNet.AssSegmentationTransformer");
        }
    }

    private void Free()
    {
        _network.Dispose();
        _memory?.Dispose();
    }

    /// <summary>The class of the largest logit.</summary>
    /// <remarks>Why not <c>argmax</c> on a device: it takes several times as long as <c>max</c>, which returns the index as well.</remarks>
    private byte[] Ids(Tensor logits, BgrImage image)
    {
        if (Device.type == DeviceType.CPU)
        {
            using var values = logits.contiguous();
            var size = new ImageSize((int)logits.shape[3], (int)logits.shape[2]);
            var imageSize = new ImageSize(image.Width, image.Height);
            return LargestClass.Of(
                MemoryMarshal.Cast<byte, float>(values.bytes),
                size,
                imageSize,
                Resizing.AlignCorners,
                get_num_threads()
            );
        }

        var (_, largest) = Upsample(logits, image).max(1);
        using var ids = largest.to(ScalarType.Byte).cpu();
        return ids.data<byte>().ToArray();
    }

    private Tensor Upsample(Tensor logits, BgrImage image) => Layers.Upsample(logits, image.Height, image.Width, Resizing.AlignCorners);

    /// <summary>Runs the network on an image and passes its logits (1, K, h, w) to <paramref name="use"/>.</summary>
    private TResult Score<TResult>(BgrImage image, Func<Tensor, TResult> use)
    {
        using var lease = Use();
        return Run(lease, image, (network, input) => use(Sound(network.forward(input).Logits, input)));
    }

    /// <summary>Passes an image, as the network of a lease is to get it, to <paramref name="run"/>, whose tensors end with it.</summary>
    /// <param name="lease">A use of the network.</param>
    /// <param name="image">An image of any size.</param>
    /// <param name="run">Gets the network and its input, (1, 3, h, w).</param>
    /// <exception cref="InvalidOperationException">Memory ran out; the message says for which size.</exception>
    public static TResult Run<TResult>(SegmenterLease lease, BgrImage image, Func<SegmentationModule, Tensor, TResult> run)
    {
        var segmenter = lease.Segmenter;
        return segmenter.Resizing.Use(image, segmenter.Normalization.Padding, seen =>
            OutOfMemory.Guard(
                segmenter.Device,
                $"An image of {seen.Width}x{seen.Height}",
                "Less is needed for smaller images, or with a model that was trained with "
                    + $"{nameof(AssSegmentationOptions.TargetSize)}, which predicts at that size.",
                () =>
                {
                    using var noGradient = inference_mode();
                    using var scope = NewDisposeScope();
                    return run(lease.Network, segmenter.Normalization.ToTensor(seen.Pixels, 1, seen.Height, seen.Width, segmenter.Device));
                }
            )
        );
    }

    /// <summary>The logits of an input, if they are finite.</summary>
    /// <exception cref="InvalidOperationException">They are not.</exception>
    public static Tensor Sound(Tensor logits, Tensor input) =>
        FiniteValues.AreFinite(logits) ? logits : throw UnsoundScores.Error((int)input.shape[3], (int)input.shape[2]);
}
