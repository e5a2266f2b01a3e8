using System.Text;
using Ass.MLNet.Files;
using Ass.MLNet.Networks;
using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Prediction;

/// <summary>Writes and reads a <see cref="Segmenter"/>: a header that describes it, then its tensors by name, streamed one after
/// another.</summary>
/// <remarks>
/// Files are not trusted: no code in them is run, every number is range-checked before memory is allocated for it, and tensors must have
/// the names and shapes of the network that the header describes.
/// </remarks>
internal static class SegmenterFormat
{
    /// <summary>The name of its stream in ML.NET model files.</summary>
    public const string StreamName = "Segmenter";

    // *** Binary format *** (little endian)
    // 8 bytes: "ASSMLNET"
    // int: version, 4
    // int: network; int: output stride; int: class count K; int: blocks in the last stage
    // since version 3: int: branches summed; int: bottleneck stride; int, int: 1 for ceil-mode pooling, 1 for a second classifier
    // K × (int: length in bytes, UTF-8 bytes): class names
    // 3 × float: mean of B, G, R
    // since version 2: 3 × float: scale of B, G, R; int: 1 where the network takes R, G, B, 0 where it takes B, G, R
    // int, int: input width and height, 0 and 0 for the image's own
    // since version 3: int: interpolation; int: 1 where logits are enlarged with aligned corners
    // since version 4: int: how batch norm was trained (BatchNormMode), 0 where it is not known
    // tensors: see TensorRecords
    // since version 4: 16 bytes: the XXH128 of everything before
    private const int Version = 4;
    private const int FirstVersion = 1;
    private const int NormalizationVersion = 2;
    private const int SwitchesVersion = 3;
    private const int BatchNormVersion = 4;
    private const int ChecksumVersion = 4;
    private static readonly byte[] Magic = "ASSMLNET"u8.ToArray();

    /// <exception cref="InvalidOperationException">A weight is NaN or infinite; nothing has been written.</exception>
    public static void Save(SegmenterLease lease, Stream stream)
    {
        FiniteValues.RequireForSaving(lease.Network);
        var checksum = new ChecksumStream(stream);
        using var writer = new BinaryWriter(checksum, Encoding.UTF8, leaveOpen: true);
        var segmenter = lease.Segmenter;
        var spec = segmenter.Spec;
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write((int)spec.Network);
        writer.Write(spec.OutputStride);
        writer.Write(spec.ClassCount);
        writer.Write(spec.LastStageBlocks);
        writer.Write(spec.AsppBranches);
        writer.Write((int)spec.BottleneckStride);
        writer.Write(spec.CeilModePooling ? 1 : 0);
        writer.Write(spec.MultiLevel ? 1 : 0);
        foreach (var name in segmenter.ClassNames)
        {
            TensorRecords.WriteName(writer, name);
        }
        var normalization = segmenter.Normalization;
        foreach (float value in normalization.MeanBgr.Concat(normalization.ScaleBgr))
        {
            writer.Write(value);
        }
        writer.Write(normalization.RedFirst ? 1 : 0);
        var resizing = segmenter.Resizing;
        writer.Write(resizing.InputSize?.Width ?? 0);
        writer.Write(resizing.InputSize?.Height ?? 0);
        writer.Write((int)resizing.Interpolation);
        writer.Write(resizing.AlignCorners ? 1 : 0);
        writer.Write((int)(lease.Network.BatchNorm ?? BatchNormMode.Auto));

        TensorRecords.Write(writer, lease.Network.state_dict());
        writer.Flush();
        stream.Write(checksum.Sum);
    }

    /// <summary>Makes a copy of the model with its own weights.</summary>
    public static Segmenter Copy(SegmenterLease lease)
    {
        using var stream = new MemoryStream();
        Save(lease, stream);
        stream.Position = 0;
        return Load(stream, lease.Segmenter.Device);
    }

    /// <exception cref="InvalidDataException">The stream does not contain a complete, consistent model.</exception>
    public static Segmenter Load(Stream stream, Device device)
    {
        SegmentationModule? network = null;
        try
        {
            var checksum = new ChecksumStream(stream);
            using var reader = new BinaryReader(checksum, Encoding.UTF8, leaveOpen: true);
            Require(reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic), "it does not start as a segmentation model does");
            int version = reader.ReadInt32();
            Require(
                version is >= FirstVersion and <= Version,
                $"its version is {version}, and this library reads versions {FirstVersion} to {Version}"
            );
            var spec = ReadSpec(reader, version);
            var names = new string[spec.ClassCount];
            for (int i = 0; i < names.Length; i++)
            {
                names[i] = TensorRecords.ReadName(reader);
            }
            var normalization = ReadNormalization(reader, version);
            var resizing = ReadResizing(reader, version);
            var batchNorm = ReadBatchNorm(reader, version);

            network = new SegmentationModule(spec);
            if (batchNorm is { } mode)
            {
                network.SetBatchNorm(mode);
            }
            TensorRecords.Read(reader, network.state_dict());
            if (version >= ChecksumVersion)
            {
                CheckSum(checksum.Sum, stream);
            }
            string? other = FiniteValues.FindOther(network);
            Require(other is null, $"its weight '{other}' is NaN or infinite: whatever trained it has failed");
            return new Segmenter(network.MoveTo(device), normalization, resizing, names, device);
        }
        catch (EndOfStreamException e)
        {
            network?.Dispose();
            throw new InvalidDataException("The segmentation model cannot be read: it ends too early; the file is truncated.", e);
        }
        catch
        {
            network?.Dispose();
            throw;
        }
    }

    private static void CheckSum(byte[] found, Stream stream)
    {
        byte[] expected = new byte[ChecksumStream.SumBytes];
        stream.ReadExactly(expected);
        Require(found.AsSpan().SequenceEqual(expected), "it is damaged: its checksum is that of other content");
    }

    private static NetworkSpec ReadSpec(BinaryReader reader, int version)
    {
        var spec = new NetworkSpec((SegmentationNetwork)reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        Require(Enum.IsDefined(spec.Network), $"its network has the unknown number {(int)spec.Network}");
        Require(
            spec.OutputStride == NetworkSpec.StrideUnderDecoder || (spec.OutputStride is 8 or 16 && !spec.HasDecoder),
            $"its output stride is {spec.OutputStride}"
        );
        Require(spec.ClassCount is >= 2 and <= 255, $"its class count is {spec.ClassCount}");
        Require(spec.LastStageBlocks is 2 or 3, $"its last stage has {spec.LastStageBlocks} blocks");
        if (version < SwitchesVersion)
        {
            return spec;
        }
        spec = spec with { AsppBranches = reader.ReadInt32(), BottleneckStride = (BottleneckStride)reader.ReadInt32() };
        Require(spec.AsppBranches is >= 1 and <= AsppClassifier.BranchCount, $"its classifier sums {spec.AsppBranches} branches");
        Require(Enum.IsDefined(spec.BottleneckStride), $"its bottleneck stride has the unknown number {(int)spec.BottleneckStride}");
        spec = spec with { CeilModePooling = ReadFlag(reader, "ceil-mode pooling"), MultiLevel = ReadFlag(reader, "second classifier") };
        Require(
            !spec.MultiLevel || (spec.Network != SegmentationNetwork.DeepLabV2MobileNetV2 && !spec.HasDecoder),
            $"it has a second classifier on {spec.Network}"
        );
        return spec;
    }

    private static PredictionResizing ReadResizing(BinaryReader reader, int version)
    {
        var size = new ImageSize(reader.ReadInt32(), reader.ReadInt32());
        Require(size == default || size is { Width: >= 1 and <= 32768, Height: >= 1 and <= 32768 }, $"its input size is {size}");
        var resizing = new PredictionResizing(size == default ? null : size);
        if (version < SwitchesVersion)
        {
            return resizing;
        }
        var interpolation = (ImageInterpolation)reader.ReadInt32();
        Require(Enum.IsDefined(interpolation), $"its interpolation has the unknown number {(int)interpolation}");
        return resizing with { Interpolation = interpolation, AlignCorners = ReadFlag(reader, "alignment of corners") };
    }

    private static BatchNormMode? ReadBatchNorm(BinaryReader reader, int version)
    {
        if (version < BatchNormVersion)
        {
            return null;
        }
        var mode = (BatchNormMode)reader.ReadInt32();
        Require(Enum.IsDefined(mode), $"its mode of batch norm has the unknown number {(int)mode}");
        return mode == BatchNormMode.Auto ? null : mode;
    }

    private static InputNormalization ReadNormalization(BinaryReader reader, int version)
    {
        var mean = Colour();
        Require(mean.All(float.IsFinite), "its mean colour is not a number");
        if (version < NormalizationVersion)
        {
            return InputNormalization.Subtract(mean);
        }
        var scale = Colour();
        Require(scale.All(s => float.IsFinite(s) && s > 0), "its scale of colours is not a number above 0");
        return new InputNormalization(mean, scale, ReadFlag(reader, "order of colours"));

        float[] Colour() => [reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle()];
    }

    private static bool ReadFlag(BinaryReader reader, string what)
    {
        int value = reader.ReadInt32();
        Require(value is 0 or 1, $"its {what} has the unknown number {value}");
        return value == 1;
    }

    private static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw new InvalidDataException($"The segmentation model cannot be read: {problem}.");
        }
    }
}
