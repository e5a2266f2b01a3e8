namespace Ass.MLNet.Annotations;

/// <summary>An annotation's place in COCO's file.</summary>
/// <param name="Offset">The offset of its object in bytes.</param>
/// <param name="Length">The length of its object in bytes.</param>
/// <param name="TrainId">The train id of its category.</param>
internal readonly record struct CocoAnnotation(long Offset, int Length, byte TrainId)
{
    /// <summary>An annotation in errors.</summary>
    /// <param name="id">Its id in the file, if it has one.</param>
    /// <param name="number">Its place in the list.</param>
    public static string Name(long? id, int number) => id is { } given ? $"annotation {given}" : $"item {number} of 'annotations'";
}
