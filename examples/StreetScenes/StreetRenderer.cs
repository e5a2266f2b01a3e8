using System.Collections.Concurrent;

namespace StreetScenes;

/// <summary>Renders labelled street scenes for a camera behind a windscreen, each from its seed. Usable from several threads at
/// once.</summary>
/// <remarks>
/// The same seed gives the same scene in any order and on any number of threads; the arithmetic is the same on every platform.
/// </remarks>
public static class StreetRenderer
{
    /// <summary>Grows with every change of the pictures that a seed gives.</summary>
    public const int Version = 2;

    /// <summary>The smallest width and height, in pixels.</summary>
    public const int SmallestSize = 32;

    /// <summary>The largest width and height, in pixels.</summary>
    public const int LargestSize = 4096;

    private static readonly ConcurrentDictionary<(int Width, int Height), ConcurrentBag<Picture>> Idle = new();

    /// <summary>Renders one scene.</summary>
    /// <param name="seed">Any number; each is another scene.</param>
    /// <param name="width">Width in pixels, <see cref="SmallestSize"/> – <see cref="LargestSize"/>.</param>
    /// <param name="height">Height in pixels, in the same range.</param>
    /// <param name="style">What kind of scene; null: <see cref="StreetStyle.Street"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is outside its range.</exception>
    public static StreetScene Render(ulong seed, int width = 480, int height = 360, StreetStyle? style = null)
    {
        CheckSize(width, nameof(width));
        CheckSize(height, nameof(height));
        ConcurrentBag<Picture> idle = Idle.GetOrAdd((width, height), _ => []);
        if (!idle.TryTake(out Picture? picture))
        {
            picture = new Picture(width, height);
        }
        StreetScene scene = picture.Draw(seed, style ?? StreetStyle.Street);
        idle.Add(picture);
        return scene;
    }

    /// <summary>The seed of one scene of a data set: sets with different seeds have no scene in common.</summary>
    /// <param name="seed">The seed of the data set.</param>
    /// <param name="index">The number of the scene in it, from 0.</param>
    public static ulong SceneSeed(int seed, int index) => new SceneRandom(((ulong)(uint)seed << 32) | (uint)index).Next();

    internal static void CheckSize(int size, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, SmallestSize, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, LargestSize, name);
    }
}
