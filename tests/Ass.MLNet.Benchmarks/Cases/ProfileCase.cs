using System.Globalization;

namespace Ass.MLNet.Benchmarks;

/// <summary>Where a step's time goes, operator by operator, and how many operators it takes.</summary>
internal sealed class ProfileCase : IBenchmarkCase
{
    private const int Shown = 20;

    public string Name => "profile";

    public string Summary =>
        "libtorch's operators in one step, each without those that it calls; the textbook's step is the \"before\", ours the \"after\"";

    public void Run(BenchmarkSession session)
    {
        var counts = new List<string>();
        foreach (var setting in StepSetting.All.Append(StepSetting.ResNet18Frozen).Where(s => session.Wants(s.Title)))
        {
            if (!OperatorProfiler.IsAvailable)
            {
                session.Section(setting.Title, ["Left out: on this system libtorch's profiling hook cannot be reached."]);
                continue;
            }

            var textbook = Profile(session, "textbook", setting, () => TextbookStep.Create(setting));
            var ours = Profile(session, "Ass.MLNet", setting, () => new OurStep(setting));
            counts.Add($"| {setting.Title} | {textbook.Calls} | {textbook.Kernels} | {ours.Calls} | {ours.Kernels} |");
        }

        if (counts.Count > 0)
        {
            session.Section(
                "Operators in a step",
                [
                    "| | textbook, all | starting a kernel | Ass.MLNet, all | starting a kernel |",
                    "| --- | --: | --: | --: | --: |",
                    .. counts,
                    "",
                    "\"All\" has views, allocations, the nodes of the backward pass, and operators that only call others; the rest would "
                        + "start a kernel each on a GPU, or several.",
                ]
            );
        }
    }

    private static (int Calls, int Kernels) Profile(BenchmarkSession session, string name, StepSetting setting, Func<IWork> create)
    {
        using var work = create();
        work.Run();
        int rounds = session.Rounds(3);
        using var profiler = new OperatorProfiler();
        for (int round = 0; round < rounds; round++)
        {
            work.Run();
        }

        var operators = profiler.Operators.OrderByDescending(o => o.Milliseconds).ToList();
        var all = Sum("all", operators);
        session.Section(
            $"{name}: {setting.Title}",
            [
                "| operator | calls | starting a kernel | ms | share |",
                "| --- | --: | --: | --: | --: |",
                .. operators.Take(Shown).Select(Row),
                Row(Sum($"{operators.Count - Math.Min(Shown, operators.Count)} others", operators.Skip(Shown))),
                Row(all),
                "",
                $"Of one step, the mean of {rounds}.",
            ]
        );
        var (calls, kernels) = (all.Calls / rounds, all.Kernels / rounds);
        session.Record(setting.Title, name, (FigureNames.Calls, calls), (FigureNames.Kernels, kernels));
        return (calls, kernels);

        string Row(OperatorCalls o) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {o.Name} | {o.Calls / rounds} | {o.Kernels / rounds} | {o.Milliseconds / rounds:0.0} | "
                    + $"{100 * o.Milliseconds / all.Milliseconds:0.0} % |"
            );
    }

    private static OperatorCalls Sum(string name, IEnumerable<OperatorCalls> operators) =>
        operators.Aggregate(new OperatorCalls(name, 0, 0, 0), (sum, o) =>
            new(name, sum.Calls + o.Calls, sum.Kernels + o.Kernels, sum.Milliseconds + o.Milliseconds)
        );
}
