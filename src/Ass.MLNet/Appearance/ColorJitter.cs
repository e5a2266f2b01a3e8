using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Appearance;

/// <summary>Changes the colours of each image of a batch by a map of its own, as one matrix product on the device.</summary>
internal static class ColorJitter
{
    /// <param name="pixels">(B, 3, H, W), B, G, R from 0 to 255.</param>
    /// <param name="maps">B maps.</param>
    /// <param name="inside">(B, 1, H, W), false for padding, which neither counts nor changes; null if there is none.</param>
    /// <returns>A new tensor of the same shape, from 0 to 255. Nothing waits for the device.</returns>
    public static Tensor Apply(Tensor pixels, IReadOnlyList<ColorMap> maps, Tensor? inside = null)
    {
        long count = pixels.shape[0];
        if (maps.Count != count)
        {
            throw new ArgumentException($"{count} images need {count} colour maps, but there are {maps.Count}.", nameof(maps));
        }

        using var scope = NewDisposeScope();
        var matrices = Floats(maps.SelectMany(map => map.Matrix), [count, 3, 3], pixels.device);

        // o w: times the mean colour it is o g, the same number for all three channels.
        var greys = Floats(maps.SelectMany(map => ColorMap.GreyWeights.Select(w => map.GreyShare * w)), [count, 1, 3], pixels.device);
        var colors = pixels.flatten(2);
        var shifts = greys.bmm(Means.Of(pixels, inside).flatten(2));
        var changed = matrices.bmm(colors).AddInPlace(shifts).LimitInPlace(0, 255).view(pixels.shape);
        return (inside is null ? changed : where(inside, changed, pixels)).MoveToOuterDisposeScope();
    }

    private static Tensor Floats(IEnumerable<double> values, long[] shape, Device device) =>
        DeviceCopy.Of(values.Select(value => (float)value).ToArray(), shape, device);
}
