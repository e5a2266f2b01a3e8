using System.Runtime.InteropServices;
using Ass.MLNet.Images;
using Ass.MLNet.Networks;
using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Prediction;

/// <summary>A trained network with all that prediction needs: images in, train ids out. Safe to use from several threads at once, also
/// while another disposes it.</summary>
/// <remarks>
/// Work with the network holds a lease (<see cref="Use"/>): what has begun when the segmenter is disposed ends as it should, what begins
/// later gets <see cref="ObjectDisposedException"/>, and the memory goes with the last lease.
/// </remarks>
internal sealed class Segmenter : ISegmenter, IDisposable
{
    private readonly DeepLabV2 _network;
    private readonly KeptMemory? _memory = KeptMemory.KeepForScoring();
    private readonly UseCount _uses;

    /// <param name="network">On <paramref name="device"/>; owned from here on.</param>
    /// <param name="normalization">How pixels become its input.</param>
    /// <param name="resizing">What is done about sizes.</param>
    /// <param name="classNames">K names.</param>
    /// <param name="device">Where it computes.</param>
    public Segmenter(
        DeepLabV2 network,
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

    /// <summary>The network, for the owner, who knows that nobody disposes it meanwhile (training); all others take a lease.</summary>
    /// <exception cref="ObjectDisposedException">The segmenter is disposed.</exception>
    public DeepLabV2 Network
    {
        get
        {
            ThrowIfDisposed(IsDisposed);
            return _network;
        }
    }

    /// <summary>Whether uses may no longer begin.</summary>
    public bool IsDisposed => _uses.IsClosed;

    public NetworkSpec Spec => _network.Spec;

    public Device Device { get; }

    public InputNormalization Normalization { get; }

    public PredictionResizing Resizing { get; }

    public IReadOnlyList<string> ClassNames { get; }

    public SegmentationPalette Palette { get; }

    /// <summary>Begins a use of the network; the lease's end ends it.</summary>
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
    /// <exception cref="InvalidDataException">The stream does not hold a whole, consistent model.</exception>
    public static Segmenter Load(Stream stream, Device device) => SegmenterFormat.Load(stream, device);

    /// <summary>H · W train ids of an image at its own size.</summary>
    /// <exception cref="InvalidOperationException">Memory does not suffice, or the network's scores are no numbers.</exception>
    public byte[] PredictIds(BgrImage image) => Score(image, logits => Ids(logits, image));

    /// <summary>Likewise with softmax scores, K · H · W with the class outermost.</summary>
    public (byte[] Ids, float[] Scores) PredictWithScores(BgrImage image) => Score(image, logits =>
        {
            using var scores = Upsample(logits, image).softmax(1).cpu();
            return (Ids(logits, image), scores.data<float>().ToArray());
        });

    /// <summary>Ends the segmenter: predictions that have begun are finished, others throw, and the network's memory is freed with the last
    /// one.</summary>
    public void Dispose() => _uses.Close();

    // Users know the transformer that they have disposed, and not what it is made of.
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
    /// <remarks>Why not <c>argmax</c> on a device: it takes several times as long as <c>max</c>, which tells both.</remarks>
    private byte[] Ids(Tensor logits, BgrImage image)
    {
        if (Device.type == DeviceType.CPU)
        {
            using var values = logits.contiguous();
            var size = new ImageSize((int)logits.shape[3], (int)logits.shape[2]);
            var imageSize = new ImageSize(image.Width, image.Height);
            return LargestClass.Of(
                MemoryMarshal.Cast<byte, float>(values.bytes).ToArray(),
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

    /// <summary>Runs the network over an image and hands its logits (1, K, h, w) on.</summary>
    private TResult Score<TResult>(BgrImage image, Func<Tensor, TResult> use)
    {
        using var lease = Use();
        var prepared = Resizing.Prepare(image, Normalization.Padding);
        try
        {
            using var noGradient = inference_mode();
            using var scope = NewDisposeScope();
            var input = Normalization.ToTensor(prepared.Pixels, 1, prepared.Height, prepared.Width, Device);
            var output = lease.Network.forward(input);
            return FiniteValues.AreFinite(output.Logits)
                ? use(output.Logits)
                : throw new InvalidOperationException(
                    $"The network's scores for an image of {prepared.Width}x{prepared.Height} are NaN or infinite, so they tell "
                        + "no classes: its weights, though finite, are of no use."
                );
        }
        catch (Exception e) when (OutOfMemory.IsReasonOf(e))
        {
            throw OutOfMemory.Explain(
                e,
                Device,
                $"An image of {prepared.Width}x{prepared.Height}",
                "Less is needed for smaller images, or with a model that was trained with "
                    + $"{nameof(AssSegmentationOptions.TargetSize)}, which predicts at that size."
            );
        }
        finally
        {
            // What was resized has memory of its own.
            if (prepared != image)
            {
                PixelBuffers.Give(prepared.Pixels);
            }
        }
    }
}
