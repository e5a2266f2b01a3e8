using Xunit;

namespace Ass.MLNet.Tests;

/// <content>Numbers in the suffixes of images and labels.</content>
public sealed partial class SegmentationFilesTests
{
    [Theory]
    [InlineData("frame_01", "frame_02")]
    [InlineData("drive_a_01", "drive_a_02")]
    [InlineData("drive_frame01", "drive_frame02")]
    [InlineData("drive_01_image", "drive_02_label")]
    public void A_lone_image_does_not_get_the_label_of_another_frame(string image, string label)
    {
        _folder.Plain($"images/{image}.png", 1, 1, 0, 0, 0);
        _folder.Grey($"labels/{label}.png", 1, 0);

        foreach (var missing in new[] { MissingLabels.Error, MissingLabels.Unlabeled })
        {
            Assert.Throws<FileNotFoundException>(() =>
                SegmentationDataset.Folder(_folder.At("images"), _folder.At("labels"), missingLabels: missing)
            );
        }
    }

    [Theory]
    [InlineData("_0000", "")]
    [InlineData("_leftImg8bit_foggy_beta_0.02", "_gtFine_labelTrainIds")]
    [InlineData("_rgb_0", "_seg_0")]
    public void Numbers_that_all_images_share_are_in_their_suffix(string image, string label)
    {
        WriteCases(image, label);

        foreach (var missing in new[] { MissingLabels.Error, MissingLabels.Unlabeled })
        {
            var set = FindCases(missing);
            Assert.All(set.Samples, sample => Assert.NotNull(sample.LabelPath));
            Assert.Contains($"images '…{image}' with labels '…{label}'", Assert.Single(set.Notes));
        }

        File.Delete(_folder.At($"labels/case_002{label}.png"));
        Assert.Equal([true, false], FindCases(MissingLabels.Unlabeled).Samples.Select(sample => sample.LabelPath is not null));
    }

    [Theory]
    [InlineData("_0", "_1")]
    [InlineData("_rgb_0", "_rgb_1")]
    [InlineData("_01", "_02_label")]
    public void Images_that_share_a_number_do_not_get_labels_of_another_number(string image, string label)
    {
        WriteCases(image, label);

        Assert.Throws<FileNotFoundException>(() => FindCases(MissingLabels.Error));
        Assert.Throws<FileNotFoundException>(() => FindCases(MissingLabels.Unlabeled));
    }

    private SegmentationDataset FindCases(MissingLabels missing) =>
        SegmentationDataset.Folder(_folder.At("images"), _folder.At("labels"), missingLabels: missing);

    private void WriteCases(string image, string label)
    {
        foreach (string name in new[] { "case_001", "case_002" })
        {
            _folder.Plain($"images/{name}{image}.png", 1, 1, 0, 0, 0);
            _folder.Grey($"labels/{name}{label}.png", 1, 0);
        }
    }
}
