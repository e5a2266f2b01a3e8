namespace StreetScenes;

/// <summary>The random numbers of one scene: SplitMix64, which is the same in every version of .NET, as <see cref="Random"/> need not
/// be.</summary>
internal sealed class SceneRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>0 ≤ number &lt; 1.</summary>
    public float Unit() => (Next() >> 40) * (1f / (1 << 24));

    public float In(float min, float max) => min + ((max - min) * Unit());

    public float In((float Min, float Max) interval) => In(interval.Min, interval.Max);

    /// <summary>0 … <paramref name="limit"/> − 1.</summary>
    public int Below(int limit) => (int)((Next() >> 32) * (ulong)limit >> 32);

    public bool Chance(float probability) => Unit() < probability;

    public float Sign() => Chance(0.5f) ? 1 : -1;

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>An index, as often as its weight asks.</summary>
    public int Weighted(params ReadOnlySpan<float> weights)
    {
        float total = 0;
        foreach (float weight in weights)
        {
            total += weight;
        }
        float at = Unit() * total;
        for (int i = 0; i < weights.Length - 1; i++)
        {
            at -= weights[i];
            if (at < 0)
            {
                return i;
            }
        }

        return weights.Length - 1;
    }

    /// <summary>About a standard normal number, within ±3.</summary>
    public float Bell() => (Unit() + Unit() + Unit() + Unit() - 2) * 1.73f;

    /// <summary>A colour near another: brightness by up to <paramref name="amount"/> (0–1), each channel by a third as much.</summary>
    public Rgb Near(Rgb colour, float amount)
    {
        float light = 1 + In(-amount, amount),
            hue = amount / 3;
        return new(colour.R * light * (1 + In(-hue, hue)), colour.G * light * (1 + In(-hue, hue)), colour.B * light * (1 + In(-hue, hue)));
    }
}
