using Ass.MLNet.Losses;
using TorchSharp;

namespace Ass.MLNet.Training;

/// <summary>What the discriminators learn from in their turn, without the network's history.</summary>
/// <param name="Predictions">Softmax predictions, which a global discriminator has yet to judge.</param>
/// <param name="Judgments">What the global discriminators said of predictions.</param>
/// <param name="Vectors">Class vectors.</param>
internal readonly record struct Seen(Levels? Predictions = null, Levels? Judgments = null, ClassVectors? Vectors = null)
{
    public Seen MoveToOuterDisposeScope()
    {
        Predictions?.MoveToOuterDisposeScope();
        Judgments?.MoveToOuterDisposeScope();
        Vectors?.Vectors.MoveToOuterDisposeScope();
        Vectors?.Classes.MoveToOuterDisposeScope();
        return this;
    }
}
