using System.Globalization;

namespace Ass.MLNet.Benchmarks;

/// <summary>How much of a step is the network, and how fast that is.</summary>
internal sealed class PartsCase : IBenchmarkCase
{
    public string Name => "parts";

    public string Summary =>
        "the network alone (backbone and classifier, forwards and backwards, on the same three images) beside the whole step: "
        + "the goal is 75 % of sgemm for the network, and at most 12 % of the step for all else";

    public void Run(BenchmarkSession session)
    {
        foreach (var setting in StepSetting.All.Where(s => session.Wants(s.Title)))
        {
            var operations = StepOperations.Of(setting);
            Contender[] contenders =
            [
                new("textbook: step", () => TextbookStep.Create(setting)) { Operations = operations.Step },
                new("textbook: network alone", () => new NetworkAlone(TextbookStep.Create(setting))) { Operations = operations.Streams },
                new("Ass.MLNet: step", () => new OurStep(setting)) { Operations = operations.Step },
                new("Ass.MLNet: network alone", () => new NetworkAlone(new OurStep(setting))) { Operations = operations.Streams },
            ];
            session.Compare(
                new ContenderGroup(setting.Title, contenders)
                {
                    Rounds = setting.Rounds,
                    WarmUpRounds = Math.Max(1, setting.WarmUpRounds),
                    Conclude = comparison =>
                        Text($"Outside the network: textbook {Outside(comparison, 0):0.0} %, Ass.MLNet {Outside(comparison, 2):0.0} %. ")
                        + Text($"Network alone: {NetworkRatio(comparison):0.00} of the textbook's."),
                }
            );
        }
    }

    private static double NetworkRatio(Comparison comparison) =>
        Statistics.Median(comparison.Wall[3].Zip(comparison.Wall[1], (own, first) => own / first));

    /// <summary>Of a step, what the network does.</summary>
    private sealed class NetworkAlone(IStep step) : IWork
    {
        public void Run() => step.RunNetworkAlone();

        public void Dispose() => step.Dispose();
    }

    /// <summary>Per cent of a step, the median over the rounds.</summary>
    private static double Outside(Comparison comparison, int step) =>
        100 * Statistics.Median(comparison.Wall[step].Zip(comparison.Wall[step + 1], (all, network) => 1 - (network / all)));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
