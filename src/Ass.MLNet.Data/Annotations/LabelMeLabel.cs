using System.Text.Json;
using Ass.MLNet.Images;
using Ass.MLNet.Labels;

namespace Ass.MLNet.Annotations;

/// <summary>A label that is drawn from a file of labelme, the shapes one over another in the order of the file.</summary>
/// <param name="path">The file.</param>
/// <param name="image">The image, whose size counts where the file has none.</param>
/// <param name="classes">The classes by name.</param>
internal sealed class LabelMeLabel(string path, string image, AnnotationClasses classes) : LabelSource(path)
{
    protected override ImageSize FindSize() => LabelMeFile.Read(Place, SizeOf);

    protected override RawLabel Draw(LabelChannel channel, bool asColors) => LabelMeFile.Read(Place, root =>
        {
            // All is looked at before memory is taken.
            var size = SizeOf(root);
            var shapes = LabelMeFile.Shapes(root).Select(Parse).ToArray();
            var canvas = LabelCanvas.For(size, classes.Background, image);
            foreach (var shape in shapes)
            {
                shape?.Draw(canvas);
            }

            return canvas.ToLabel();
        });

    private ImageSize SizeOf(JsonElement root) =>
        LabelJson.Member(root, "imageWidth") is null && LabelJson.Member(root, "imageHeight") is null
            ? PictureSize.Shown(image)
            : LabelCanvas.CheckSize(LabelJson.Whole(root, "imageWidth", "the file"), LabelJson.Whole(root, "imageHeight", "the file"));

    /// <summary>Reads a shape; <see langword="null"/> for one that is ignored and covers no area.</summary>
    private LabelMeShape? Parse(JsonElement item, int index)
    {
        string label = LabelMeFile.LabelOf(item, index),
            what = $"shape {index + 1} ('{label}')";
        byte id = classes[label] ?? throw new InvalidDataException($"{what} has an unknown label: {classes.Known}");
        return LabelMeShape.Parse(item, what, id);
    }
}
