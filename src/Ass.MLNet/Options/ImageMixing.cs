namespace Ass.MLNet;

/// <summary>What of a labelled image is pasted into an unlabelled one for self-training.</summary>
public enum ImageMixing
{
    /// <summary>The pixels of half of its classes, rounded up, drawn at random (ClassMix, WACV 2021; DACS). Never those of all its classes,
    /// which would leave nothing of the unlabelled image: of a label with one class, nothing is pasted.</summary>
    Classes,

    /// <summary>A box of a quarter to a half of the image's area at a random place (CutMix, ICCV 2019).</summary>
    Boxes,

    /// <summary>Nothing: the unlabelled image stays as it is.</summary>
    None,
}
