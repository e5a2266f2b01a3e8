namespace Ass.MLNet.Benchmarks;

/// <summary>Trained networks on ONNX Runtime, by the library and without it, and on libtorch.</summary>
internal sealed class OnnxCase : IBenchmarkCase
{
    private static readonly StepSetting[] Settings =
    [
        StepSetting.ResNet18At16,
        StepSetting.ResNet18At16 with
        {
            OutputStride = 8,
        },
        StepSetting.ResNet18At16 with
        {
            Network = SegmentationNetwork.DeepLabV2MobileNetV2,
        },
        StepSetting.ResNet18At16 with
        {
            Network = SegmentationNetwork.SwiftNetResNet18,
            OutputStride = 32,
        },
        new(SegmentationNetwork.DeepLabV2ResNet101, 8, FrozenBatchNorm: true, Width: 512, Height: 256, ClassCount: 19),
    ];

    public string Name => "onnx";

    public string Summary =>
        "one image on ONNX Runtime and on libtorch, beside ONNX Runtime by itself on the same graph and on one that also finds each "
        + "pixel's class";

    public void Run(BenchmarkSession session)
    {
        foreach (var setting in Settings.Where(s => session.Wants(s.NetworkTitle)))
        {
            Compare(session, setting);
        }
    }

    private static void Compare(BenchmarkSession session, StepSetting setting) =>
        session.Compare(
            new ContenderGroup(
                setting.NetworkTitle,
                new Contender("ONNX Runtime alone, network logits", () => new BareOnnxScoring(setting, OnnxOutput.NetworkLogits)),
                new Contender("ONNX Runtime alone, ids", () => new BareOnnxScoring(setting, OnnxOutput.Ids)),
                new Contender("Ass.MLNet on ONNX Runtime", () => new ModelScoring(setting, ModelScoring.OnOnnxRuntime)),
                new Contender("Ass.MLNet on ONNX Runtime, int8", () => new ModelScoring(setting, ModelScoring.OnOnnxRuntimeInt8)),
                new Contender("Ass.MLNet on libtorch", () => new ModelScoring(setting, ModelScoring.OnLibtorch))
            )
            {
                Rounds = setting.Network == SegmentationNetwork.DeepLabV2ResNet101 ? 11 : 31,
                WarmUpRounds = 3,
                Memory = true,
                Check = works =>
                {
                    foreach (var work in works)
                    {
                        work.Run();
                    }
                    byte[] onOnnx = ((ModelScoring)works[2]).Ids;
                    return $"Ids of the graph: {IdAgreement.Check(((BareOnnxScoring)works[1]).Result, onOnnx)} "
                        + $"libtorch: {IdAgreement.Check(((ModelScoring)works[4]).Ids, onOnnx)}";
                },
            }
        );
}
