namespace Ass.MLNet.Images;

/// <summary>The display position of the first stored row and column of an image: the EXIF tag Orientation, with its values.</summary>
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
