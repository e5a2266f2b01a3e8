using Xunit;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Ass.MLNet.Tests.LongestFirst", "Ass.MLNet.Tests")]

namespace Ass.MLNet.Tests;

/// <summary>The classes that take longest begin first, so that at the end no processor waits for one of them alone. All others keep their
/// order.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
    [
        nameof(TrainingParityTests),
        nameof(ResumeTests),
        nameof(PrecisionTests),
        nameof(AssTrainerTests),
        nameof(UnlabeledImagesPayTests),
        nameof(ResumeWithOtherWeightsTests),
        nameof(SwiftNetTrainingTests),
        nameof(DistributedTrainingTests),
        nameof(KillTests),
        nameof(DistributedRunTests),
        nameof(UnwaitedStepTests),
        nameof(ValidationTests),
        nameof(MemoryBehindTests),
    ];

    /// <param name="testCollections">One for each class, named after it.</param>
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(Place);

    private static int Place(ITestCollection collection)
    {
        string[] words = collection.DisplayName.Split(' ', '.');
        int place = Array.FindIndex(Longest, name => words.Contains(name));
        return place < 0 ? Longest.Length : place;
    }
}
