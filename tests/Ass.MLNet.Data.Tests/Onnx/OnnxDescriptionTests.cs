using Ass.MLNet.Onnx;
using Ass.MLNet.Prediction;
using Xunit;

namespace Ass.MLNet.Tests;

public class OnnxDescriptionTests
{
    private static readonly OnnxDescription Example = new(
        ["road", "car"],
        OnnxInput.Rgb,
        OnnxOutput.NetworkLogits,
        new PredictionResizing(new ImageSize(640, 360), ImageInterpolation.Bicubic, AlignCorners: true),
        ResizesImages: true
    );

    [Fact]
    public void Metadata_are_texts_that_other_programs_can_read()
    {
        var metadata = Example.ToMetadata();

        Assert.Equal("""["road","car"]""", metadata["ass.classes"]);
        Assert.Equal("rgb", metadata["ass.input"]);
        Assert.Equal("network_logits", metadata["ass.output"]);
        Assert.Equal("640x360", metadata["ass.input_size"]);
        Assert.Equal("bicubic", metadata["ass.interpolation"]);
        Assert.Equal("true", metadata["ass.align_corners"]);
        Assert.Matches("""^\["#[0-9A-F]{6}","#[0-9A-F]{6}"\]$""", metadata["ass.palette"]);
    }

    [Theory]
    [InlineData(OnnxInput.Bgr, OnnxOutput.Ids)]
    [InlineData(OnnxInput.Normalized, OnnxOutput.Softmax)]
    [InlineData(OnnxInput.Rgb, OnnxOutput.NetworkLogits)]
    public void Reading_gives_what_was_written(OnnxInput input, OnnxOutput output)
    {
        foreach (ImageSize? size in new ImageSize?[] { null, new(1, 32768) })
        {
            var written = Example with { Input = input, Output = output, Resizing = new PredictionResizing(size), ResizesImages = false };

            var read = OnnxDescription.Parse(written.ToMetadata());

            Assert.Equal(written.ClassNames, read.ClassNames);
            Assert.Equal(written, read with { ClassNames = written.ClassNames });
        }
    }

    [Theory]
    [InlineData("ass.format", null, "was not exported by Ass.MLNet")]
    [InlineData("ass.format", "2", "its format is '2'")]
    [InlineData("ass.classes", null, "'ass.classes' is missing")]
    [InlineData("ass.classes", "[", "2 to 255 class names")]
    [InlineData("ass.classes", "[\"road\"]", "2 to 255 class names")]
    [InlineData("ass.classes", "[\"road\",null]", "2 to 255 class names")]
    [InlineData("ass.input", "0", "'ass.input' is '0'")]
    [InlineData("ass.output", "Ids", "'ass.output' is 'Ids'")]
    [InlineData("ass.input_size", "640", "'ass.input_size' is '640'")]
    [InlineData("ass.input_size", "0x360", "'ass.input_size' is '0x360'")]
    [InlineData("ass.input_size", "40000x360", "'ass.input_size' is '40000x360'")]
    [InlineData("ass.align_corners", "1", "'ass.align_corners' is '1'")]
    public void A_text_that_makes_no_sense_is_named(string key, string? text, string expected)
    {
        var metadata = new Dictionary<string, string>(Example.ToMetadata());
        metadata.Remove(key);
        if (text is not null)
        {
            metadata[key] = text;
        }

        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => OnnxDescription.Parse(metadata)).Message);
    }
}
