namespace Ass.MLNet;

/// <summary>What of another image is pasted into an unlabelled one for self-training; which image, <see cref="MixedImages"/>
/// says.</summary>
public enum ImageMixing
{
    /// <summary>The pixels of half of its classes (of an unlabelled image, those that the teacher sees), rounded up, drawn at random
    /// (ClassMix, WACV 2021; DACS). Never those of all its classes, which would leave nothing of the unlabelled image: of an image with one
    /// class, nothing is pasted.</summary>
    Classes,

    /// <summary>A box of a quarter to a half of the image's area at a random place (CutMix, ICCV 2019).</summary>
    Boxes,

    /// <summary>Nothing: the unlabelled image stays as it is.</summary>
    None,
}
