namespace Ass.MLNet.Benchmarks;

/// <summary>A whole training step against the textbook's.</summary>
internal sealed class StepCase : IBenchmarkCase
{
    public string Name => "step";

    public string Summary => "a training step of ASS: three streams of one image, both discriminators; operations are counted for the convolutions";

    public void Run(BenchmarkSession session)
    {
        foreach (var setting in StepSetting.All.Where(s => session.Wants(s.Title)))
        {
            double operations = StepOperations.Of(setting).Step;
            Contender[] contenders =
            [
                new("textbook", () => TextbookStep.Create(setting)) { Operations = operations },
                new("Ass.MLNet", () => new OurStep(setting)) { Operations = operations },
            ];
            session.Compare(new ContenderGroup(setting.Title, contenders)
            {
                Rounds = setting.Rounds,
                WarmUpRounds = setting.WarmUpRounds,
                Memory = true,
                Check = works => StepCheck.Compare(setting, (TextbookStep)works[0], (OurStep)works[1]),
            });
        }
    }
}
