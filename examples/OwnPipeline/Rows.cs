using Microsoft.ML.Data;

namespace OwnPipeline;

/// <summary>A row of training.</summary>
internal sealed class Snapshot
{
    public required string PhotoFile { get; init; }

    /// <summary>Empty where nobody has drawn a mask.</summary>
    public required string MaskFile { get; init; }

    public required bool IsFromCamera { get; init; }
}

/// <summary>A row of prediction.</summary>
internal sealed class Question
{
    public required string PhotoFile { get; init; }
}

/// <summary>What comes back: an image whose grey value is the class.</summary>
internal sealed class Answer
{
    /// <summary>Lives until the engine's next prediction: copy what is needed, or save it, before.</summary>
    public MLImage? Seen { get; set; }

    /// <summary>The class of every pixel, row by row.</summary>
    public byte[] Ids() => [.. Seen!.GetBGRPixels.Where((_, i) => i % 3 == 0)];
}
