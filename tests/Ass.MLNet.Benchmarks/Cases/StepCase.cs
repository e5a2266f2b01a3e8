namespace Ass.MLNet.Benchmarks;

/// <summary>A whole training step against the textbook's, and in one setting against PyTorch's.</summary>
internal sealed class StepCase : IBenchmarkCase
{
    public string Name => "step";

    public string Summary =>
        "a training step of ASS: three streams of one image, both discriminators; operations are counted for the convolutions";

    public void Run(BenchmarkSession session)
    {
        foreach (var setting in StepSetting.All.Where(s => session.Wants(s.Title)))
        {
            session.Compare(
                new ContenderGroup(setting.Title, Contenders(setting))
                {
                    Rounds = setting.Rounds,
                    WarmUpRounds = setting.WarmUpRounds,
                    Memory = true,
                    Check = works => StepCheck.Compare(setting, (TextbookStep)works[0], (OurStep)works[1]),
                }
            );
        }

        ComparePyTorch(session, StepSetting.ResNet18At16);
    }

    private static void ComparePyTorch(BenchmarkSession session, StepSetting setting)
    {
        string title = $"PyTorch: {setting.Title}";
        if (session.Wants(title) && !PyTorchStep.IsAvailable)
        {
            session.Section(title, ["Left out: there is no python3 with the package torch."]);
        }
        else if (session.Wants(title))
        {
            var peer = new Contender("PyTorch", () => new PyTorchStep(setting)) { Operations = StepOperations.Of(setting).Step };

            session.Compare(
                new ContenderGroup(title, [.. Contenders(setting), peer])
                {
                    Rounds = 3,
                    WarmUpRounds = 1,
                    Memory = true,
                    Check = works => works.OfType<PyTorchStep>().Single().Describe(),
                }
            );
        }
    }

    private static Contender[] Contenders(StepSetting setting)
    {
        double operations = StepOperations.Of(setting).Step;
        return
        [
            new("textbook", () => TextbookStep.Create(setting)) { Operations = operations },
            new("Ass.MLNet", () => new OurStep(setting)) { Operations = operations },
        ];
    }
}
