namespace Ass.MLNet.Sampling;

/// <summary>The three streams that a step draws from.</summary>
internal enum StreamKind
{
    /// <summary>(x_s, y_s): source images with their labels.</summary>
    Source,

    /// <summary>(x_l, y_l): target images that have a label.</summary>
    LabeledTarget,

    /// <summary>x_u: all target images, without their labels.</summary>
    UnlabeledTarget,
}
