using Ass.MLNet.Images;
using Ass.MLNet.Labels;

namespace Ass.MLNet.Annotations;

/// <summary>A label picture in a zip archive.</summary>
/// <param name="archive">The archive.</param>
/// <param name="name">The path of the picture in the archive.</param>
internal sealed class ArchivedLabel(LabelArchive archive, string name) : LabelSource($"{archive.Path}/{name}")
{
    public override bool HasColors => true;

    protected override ImageSize FindSize()
    {
        using var decoder = PictureDecoder.Open(archive.Read(name));
        return new ImageSize(decoder.StoredWidth, decoder.StoredHeight);
    }

    protected override RawLabel Draw(LabelChannel channel, bool asColors) => LabelFile.Decode(archive.Read(name), channel, asColors);
}
