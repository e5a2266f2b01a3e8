using System.Text;
using Ass.MLNet.Images;
using Ass.MLNet.Labels;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

/// <summary>Numbers that Python and C# make alike from a name, so that weights and pictures need not be stored (deterministic.py is the
/// twin).</summary>
internal static class DeterministicNumbers
{
    /// <summary>How many sums a tensor is folded into.</summary>
    public const int SketchSize = 32;

    /// <summary>Fills every weight and statistic of a module from its name.</summary>
    public static void Fill(nn.Module module, string prefix, double shift = 0)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, weights) in module.state_dict())
        {
            weights.copy_(tensor(Weights(prefix + name, weights.shape, shift), weights.shape));
        }
    }

    /// <summary>A tensor of a network: what its name and shape say it is decides the scale.</summary>
    /// <param name="name">With the module's prefix.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="shift">By how much batch norms shift, up or down: 3 where they normalise with the batch's own statistics, so that what
    /// a rectifier is given is clearly on one side of where it bends. Near the bend rounding decides which side a number is on, and the
    /// gradient jumps.</param>
    public static float[] Weights(string name, long[] shape, double shift = 0)
    {
        long count = shape.Aggregate(1L, (product, side) => product * side);
        if (name.EndsWith("bias") && (name.Contains(".bn") || name.Contains("downsample")))
        {
            return Unit(name, count, u => (float)((u < 0 ? -shift : shift) + 0.1 * u));
        }
        var (offset, scale) =
            name.EndsWith("running_var") ? (1, 0.5)
            : name.EndsWith("running_mean") ? (0, 0.1)
            : name.EndsWith("bn3.weight") && shift == 0 ? (0.3, 0.1)
            : shape.Length == 1 ? (name.EndsWith("weight") ? (0.75, 0.25) : (0, 0.1))
            : name.Contains("conv2d_list") || name == "network.classifier.weight" ? (0, 0.02)
            : (0, Math.Sqrt(6.0 / (count / shape[0])));
        return Unit(name, count, u => (float)(offset + scale * u));
    }

    /// <summary>A tensor of numbers from −<paramref name="scale"/> to below <paramref name="scale"/>.</summary>
    public static Tensor Numbers(string name, long[] shape, double scale = 1) =>
        tensor(Unit(name, shape.Aggregate(1L, (product, side) => product * side), u => (float)(scale * u)), shape);

    /// <summary>Blocks of 8×8 pixels of one colour, with noise.</summary>
    public static BgrImage Picture(string name, int height, int width)
    {
        ulong blocks = Seed(name + "/blocks");
        ulong noise = Seed(name);
        var pixels = new byte[height * width * 3];
        for (int i = 0; i < pixels.Length; i++)
        {
            int block = (i / 3 / width / 8 * 32 + i / 3 % width / 8) * 3 + i % 3;
            pixels[i] = (byte)((3 * (Bits(blocks, block) >> 56) + (Bits(noise, i) >> 56)) / 4);
        }

        return new BgrImage(width, height, pixels);
    }

    /// <summary>Train ids in blocks of 8×8 pixels; one block in about <paramref name="classes"/> + 1 is ignored.</summary>
    public static byte[] Labels(string name, int height, int width, int classes)
    {
        ulong blocks = Seed(name + "/labels");
        var ids = new byte[height * width];
        for (int i = 0; i < ids.Length; i++)
        {
            ulong id = (Bits(blocks, i / width / 8 * 32 + i % width / 8) >> 33) % (ulong)(classes + 1);
            ids[i] = id == (ulong)classes ? LabelMask.Ignored : (byte)id;
        }

        return ids;
    }

    /// <summary>Random bits by index.</summary>
    public static Func<long, ulong> Bits(string name)
    {
        ulong seed = Seed(name);
        return index => Bits(seed, index);
    }

    /// <summary>Folds a tensor into a few sums of its elements with pseudo-random signs. It is linear and keeps lengths on average, so the
    /// distance between two sketches measures that between the tensors. A tensor that is small enough is kept whole.</summary>
    public static double[] Sketch(string name, ReadOnlySpan<float> values, int size = SketchSize)
    {
        if (values.Length <= size)
        {
            return Array.ConvertAll(values.ToArray(), v => (double)v);
        }
        ulong seed = Seed(name + "/sign");
        var sums = new double[size];
        for (int i = 0, at = 0; i < values.Length; i++)
        {
            // −1 or 1 times the value, since a branch on random bits is foreseen wrongly every other time.
            double sign = 2 * (long)(Bits(seed, i) >> 63) - 1;
            sums[at] += sign * values[i];
            at = at + 1 < size ? at + 1 : 0;
        }
        return sums;
    }

    /// <summary>What becomes of numbers from −1 to below 1.</summary>
    private static float[] Unit(string name, long count, Func<double, float> use)
    {
        ulong seed = Seed(name);
        var values = new float[count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = use((Bits(seed, i) >> 40) / (double)(1 << 23) - 1);
        }
        return values;
    }

    /// <summary>FNV-1a.</summary>
    private static ulong Seed(string name) =>
        Encoding.UTF8.GetBytes(name).Aggregate(0xCBF29CE484222325, (seed, value) => (seed ^ value) * 0x100000001B3);

    /// <summary>splitmix64.</summary>
    private static ulong Bits(ulong seed, long index)
    {
        ulong z = seed + (ulong)(index + 1) * 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
