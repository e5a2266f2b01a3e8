using Ass.MLNet.RunLog;

namespace Ass.MLNet.Tests;

/// <summary>Progress reports and metrics for tests of what is made of them.</summary>
internal static class TestProgress
{
    public static SegmentationMetrics Metrics() =>
        new(
            new long[,]
            {
                { 2, 1, 0 },
                { 0, 1, 0 },
                { 0, 0, 0 },
            },
            ["road", "sky, blue", "car"]
        );

    public static AssTrainingProgress Progress(int step, double loss = 0.5, SegmentationMetrics? validation = null) =>
        new()
        {
            Step = step,
            Iterations = 2000,
            Losses = new Dictionary<string, double> { ["source"] = loss },
            LearningRate = 2.5e-4,
            ImagesPerSecond = 12.5,
            SkippedSteps = 3,
            Validation = validation,
        };
}
