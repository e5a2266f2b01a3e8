namespace Ass.MLNet.Annotations;

/// <summary>An image that COCO's file lists.</summary>
/// <param name="Id">Its number in the file.</param>
/// <param name="File">The path of the image file.</param>
/// <param name="Size">Its size, which is that of its run lengths.</param>
internal sealed record CocoImage(long Id, string File, ImageSize Size);
