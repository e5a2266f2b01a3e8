namespace Ass.MLNet;

/// <summary>What <c>Fit</c> does about labels that cannot be right: a class without a pixel, values without a class, labels that cannot be
/// read or have another size than their images. It looks at them before the first step, at a sample where there are many.</summary>
public enum DataCheckMode
{
    /// <summary>An error before the first step that lists all of it; what may be right is a warning in the log. The default.</summary>
    Stop,

    /// <summary>Warnings in the log alone; training begins.</summary>
    Warn,

    /// <summary>Labels are not looked at before training.</summary>
    Skip,
}
