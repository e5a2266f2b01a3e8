namespace Ass.MLNet.Benchmarks;

/// <summary>Images from disk to label files.</summary>
internal sealed class FolderCase : IBenchmarkCase
{
    private const int Images = 200;

    public string Name => "folder";

    public string Summary =>
        "a folder of images from disk to PNG, by the library as `assml predict` does it, and by a loop of decoding, segmenting "
        + "and encoding";

    public void Run(BenchmarkSession session)
    {
        var setting = StepSetting.ResNet18At16;
        string title = $"{Images} images: {setting.NetworkTitle}";
        if (!session.Wants(title))
        {
            return;
        }

        using var folder = new ImageFolder(setting, Images);
        session.Compare(
            new ContenderGroup(
                title,
                new Contender("textbook", () => new TextbookFolder(folder, setting)),
                new Contender("Ass.MLNet", () => new OurFolder(folder, ModelScoring.OnLibtorch(setting), allFiles: false)),
                new Contender("Ass.MLNet on ONNX Runtime", () =>
                    new OurFolder(folder, ModelScoring.OnOnnxRuntime(setting), allFiles: false)
                ),
                new Contender("Ass.MLNet, colours and overlays, too", () =>
                    new OurFolder(folder, ModelScoring.OnLibtorch(setting), allFiles: true)
                )
            )
            {
                Rounds = 5,
                WarmUpRounds = 1,
                Memory = true,
            }
        );
    }
}
