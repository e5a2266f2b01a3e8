using System.Numerics.Tensors;
using Ass.MLNet.Datasets;

namespace Ass.MLNet.Labeling;

/// <summary>mean over images j of the largest max(0, cos(d_i, d_j)) of any i in a growing set: how well the set stands for all (facility
/// location).</summary>
/// <remarks>Descriptors are centred at the mean of all candidates: features after a ReLU all point the same way, so that the raw cosine
/// hardly differs. Of more than 2,000 candidates a random sample stands for all.</remarks>
internal sealed class LookCoverage
{
    private const int MostReferences = 2_000;

    private readonly float[][] _directions;
    private readonly int[] _references;
    private readonly float[] _nearest;

    /// <param name="candidates">All images to choose from.</param>
    /// <param name="labeled">Images that the set begins with.</param>
    /// <param name="seed">Seed of the sample.</param>
    public LookCoverage(IReadOnlyList<ImageEvidence> candidates, IReadOnlyList<ImageEvidence> labeled, int seed)
    {
        float[] mean = Mean(candidates);
        _directions = [.. candidates.Select(candidate => Direction(candidate, mean))];
        int[] order = SubtractiveRandom.Permutation(candidates.Count, new SubtractiveRandom(seed));
        _references = [.. order.Take(MostReferences).Order()];
        _nearest = new float[_references.Length];
        foreach (var image in labeled)
        {
            Add(Direction(image, mean));
        }
    }

    /// <summary>Adds a candidate to the set.</summary>
    public void Add(int candidate) => Add(_directions[candidate]);

    /// <summary>What a candidate would add.</summary>
    public double Gain(int candidate)
    {
        double sum = 0;
        for (int i = 0; i < _references.Length; i++)
        {
            sum += Math.Max(0, TensorPrimitives.Dot(_directions[candidate], _directions[_references[i]]) - _nearest[i]);
        }
        return sum / _references.Length;
    }

    private void Add(float[] direction)
    {
        for (int i = 0; i < _references.Length; i++)
        {
            _nearest[i] = Math.Max(_nearest[i], TensorPrimitives.Dot(direction, _directions[_references[i]]));
        }
    }

    private static float[] Mean(IReadOnlyList<ImageEvidence> images)
    {
        double[] sums = new double[images[0].Descriptor.Count];
        foreach (var image in images)
        {
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += image.Descriptor[i];
            }
        }
        return Array.ConvertAll(sums, sum => (float)(sum / images.Count));
    }

    /// <summary>A descriptor without the mean, of length 1; zeros for one that is the mean.</summary>
    private static float[] Direction(ImageEvidence image, float[] mean)
    {
        float[] direction = [.. image.Descriptor];
        TensorPrimitives.Subtract(direction, mean, direction);
        float length = TensorPrimitives.Norm(direction);
        if (length > 0)
        {
            TensorPrimitives.Divide(direction, length, direction);
        }
        return direction;
    }
}
