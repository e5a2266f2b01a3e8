namespace Ass.MLNet;

/// <summary>The benchmarks of the paper, for <see cref="AssSegmentationOptions.Paper"/>.</summary>
public enum PaperBenchmark
{
    /// <summary>GTA5 (24,966 images of a game) to Cityscapes, 19 classes.</summary>
    Gta5ToCityscapes,

    /// <summary>SYNTHIA-RAND-CITYSCAPES (9,400 rendered images) to Cityscapes, 16 classes, of which 13 are reported.</summary>
    SynthiaToCityscapes,
}
