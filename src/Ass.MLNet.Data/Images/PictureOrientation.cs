namespace Ass.MLNet.Images;

/// <summary>Where the first stored row and column of a picture are shown: EXIF's tag Orientation, with its numbers.</summary>
internal enum PictureOrientation
{
    TopLeft = 1,
    TopRight = 2,
    BottomRight = 3,
    BottomLeft = 4,
    LeftTop = 5,
    RightTop = 6,
    RightBottom = 7,
    LeftBottom = 8,
}
