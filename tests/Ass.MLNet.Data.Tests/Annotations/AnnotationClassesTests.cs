using Ass.MLNet.Annotations;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class AnnotationClassesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("coco")]
    [InlineData("cvat")]
    public void A_label_to_be_ignored_that_the_file_has_not_is_an_error_that_lists_those_it_has(string format)
    {
        string image = _folder.Plain("pictures/a.png", 2, 1, 0, 0, 0),
            images = _folder.At("pictures");
        SegmentedImage[] masks = [new(image, new SegmentationMask(2, 1, [0, 1], ["road", "void"], SegmentationPalette.Voc(1, 2)))];
        LabelingExport.SaveCoco(_folder.At("set.json"), masks, images);
        LabelingExport.SaveCvat(_folder.At("set.zip"), masks, images);

        Assert.Equal(["road"], Open("void").ClassNames);
        string error = Assert.Throws<ArgumentException>(() => Open("Void")).Message;
        Assert.Contains("there is no label 'Void', which is to be ignored", error);
        Assert.Contains("'road', 'void'.", error);
        Assert.Contains("set.", error);
        Assert.Throws<ArgumentException>(() => Open("Void", "road", "void"));
        Assert.Equal(["road"], Open("void", "road").ClassNames);

        SegmentationDataset Open(string ignored, params string[] classes)
        {
            string[]? given = classes.Length > 0 ? classes : null;
            return format == "coco"
                ? SegmentationDataset.Coco(_folder.At("set.json"), images, given, [ignored])
                : SegmentationDataset.Cvat(_folder.At("set.zip"), images, classes: given, ignored: [ignored]);
        }
    }

    [Fact]
    public void The_background_is_not_ignored()
    {
        foreach (string[]? given in new[] { null, new[] { "road", "sky" } })
        {
            var error = Assert.Throws<ArgumentException>(() => AnnotationClasses.Order("the set", given, ["road", "sky"], ["sky"], "sky"));
            Assert.Contains("'sky' is named as a class and as ignored", error.Message);
        }
    }
}
