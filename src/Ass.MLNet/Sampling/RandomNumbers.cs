using Ass.MLNet.Datasets;

namespace Ass.MLNet.Sampling;

/// <summary>The purpose of random numbers: each use has its own sequence.</summary>
internal enum RandomUse
{
    Network,
    Source,
    LabeledTarget,
    UnlabeledTarget,
    Pass,
    Sample,
    Pool,
    Calibration,
    SourceColors,
    Mixing,
    Perturbation,
    RareClasses,
}

/// <summary>Random numbers that depend only on the seed, their use and an index, not on earlier draws. One part of training can change
/// without affecting the random numbers of the others.</summary>
internal static class RandomNumbers
{
    public static Random Create(int seed, RandomUse use, long index) => new SubtractiveRandom(Seed(seed, use, index));

    public static int Seed(int seed, RandomUse use, long index = 0)
    {
        // SplitMix64's finalizer spreads neighbouring seeds and indices over all bits.
        ulong z = ((ulong)(uint)seed * 0x9E3779B97F4A7C15) ^ ((ulong)index * 0xD1B54A32D192ED03) ^ ((ulong)(use + 1) * 0x8CB92BA72F3D8DD7);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)((z ^ (z >> 31)) & int.MaxValue);
    }
}
