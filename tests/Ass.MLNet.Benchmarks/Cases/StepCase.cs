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
            session.Compare(new ContenderGroup(setting.Title, new Contender("textbook", () => Textbook(setting)), new Contender("Ass.MLNet", () => new OurStep(setting)))
            {
                Rounds = setting.Rounds,
                WarmUpRounds = setting.WarmUpRounds,
                Operations = StepOperations.Of(setting).Step,
                Memory = true,
                Check = works => StepCheck.Compare(setting, (TextbookStep)works[0], (OurStep)works[1]),
            });
        }
    }

    private static TextbookStep Textbook(StepSetting setting)
    {
        using var start = new StartWeights(setting);
        return new TextbookStep(setting, start);
    }
}
