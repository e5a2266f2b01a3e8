using System.Globalization;

namespace Ass.MLNet.Benchmarks;

/// <summary>Where a step's time goes, operator by operator.</summary>
internal sealed class ProfileCase : IBenchmarkCase
{
    private const int Shown = 20;

    public string Name => "profile";

    public string Summary =>
        "libtorch's operators in one step, each without those that it calls; the textbook's step is the \"before\", ours the \"after\"";

    public void Run(BenchmarkSession session)
    {
        foreach (var setting in StepSetting.All.Where(s => session.Wants(s.Title)))
        {
            if (!OperatorProfiler.IsAvailable)
            {
                session.Section(setting.Title, ["Left out: on this system libtorch's profiling hook cannot be reached."]);
                continue;
            }

            Profile(session, $"textbook: {setting.Title}", () => TextbookStep.Create(setting));
            Profile(session, $"Ass.MLNet: {setting.Title}", () => new OurStep(setting));
        }
    }

    private static void Profile(BenchmarkSession session, string title, Func<IWork> create)
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
        double all = operators.Sum(o => o.Milliseconds);
        session.Section(
            title,
            [
                "| operator | calls | ms | share |",
                "| --- | --: | --: | --: |",
                .. operators.Take(Shown).Select(o => Row(o.Name, o.Calls / rounds, o.Milliseconds)),
                Row(
                    $"{operators.Count - Math.Min(Shown, operators.Count)} others",
                    operators.Skip(Shown).Sum(o => o.Calls) / rounds,
                    operators.Skip(Shown).Sum(o => o.Milliseconds)
                ),
                Row("all", operators.Sum(o => o.Calls) / rounds, all),
                "",
                $"Of one step, the mean of {rounds}.",
            ]
        );

        string Row(string name, int calls, double milliseconds) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {calls} | {milliseconds / rounds:0.0} | {100 * milliseconds / all:0.0} % |"
            );
    }
}
