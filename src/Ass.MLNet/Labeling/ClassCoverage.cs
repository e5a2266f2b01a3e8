namespace Ass.MLNet.Labeling;

/// <summary>mean over classes of 1 − exp(−m_c / (n p_c)): how much a growing set of images shows of each class, against a random draw of n,
/// of which 0.63 would be expected. More than n labelled images count as much as n: else nothing would be left to gain of any class, and
/// labels could not say which classes they lack.</summary>
internal sealed class ClassCoverage
{
    // A class with less than a pixel in a million is not in the images.
    private const double LeastShare = 1e-6;

    private readonly double[] _ofDraw;
    private readonly double[] _shown;
    private readonly int _classes;

    /// <param name="candidates">All images to choose from; p_c is the mean of their shares.</param>
    /// <param name="labeled">Images that the set begins with.</param>
    /// <param name="count">n.</param>
    public ClassCoverage(IReadOnlyList<ImageEvidence> candidates, IReadOnlyList<ImageEvidence> labeled, int count)
    {
        _ofDraw = new double[candidates[0].ClassShares.Count];
        for (int c = 0; c < _ofDraw.Length; c++)
        {
            double mean = candidates.Average(candidate => (double)candidate.ClassShares[c]);
            _ofDraw[c] = mean < LeastShare ? 0 : mean * count;
        }
        _classes = Math.Max(1, _ofDraw.Count(share => share > 0));
        _shown = new double[_ofDraw.Length];
        double weight = labeled.Count > count ? (double)count / labeled.Count : 1;
        foreach (var image in labeled)
        {
            Add(image, weight);
        }
    }

    /// <summary>Adds an image to the set.</summary>
    public void Add(ImageEvidence image, double weight = 1)
    {
        for (int c = 0; c < _shown.Length; c++)
        {
            _shown[c] += weight * image.ClassShares[c];
        }
    }

    /// <summary>What an image would add.</summary>
    public double Gain(ImageEvidence image)
    {
        double sum = 0;
        for (int c = 0; c < _shown.Length; c++)
        {
            if (_ofDraw[c] > 0)
            {
                sum += Math.Exp(-_shown[c] / _ofDraw[c]) * -double.ExpM1(-image.ClassShares[c] / _ofDraw[c]);
            }
        }
        return sum / _classes;
    }
}
