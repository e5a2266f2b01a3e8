using Ass.MLNet.Cli.Runs;
using Ass.MLNet.Cli.Use;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>What predictions replace: only what they may.</summary>
public sealed partial class PredictCommandTests
{
    /// <summary>A folder of predictions may get labels by hand, too.</summary>
    [Fact]
    public async Task LabelsByHandAmongPredictionsAreReplacedOnlyOnRequest()
    {
        string model = Model("model.zip");
        Image("images/a.png", 1);
        Assert.Equal(0, (await Predict(model, "out")).Code);

        // One that was put there for a new image.
        Image("images/b.png", 2);
        string label = _folder.Text("out/b.png", "by hand");
        var (code, _, error) = await Predict(model, "out");
        Assert.Equal(1, code);
        Assert.Contains($"'{label}' is no recorded prediction of '{_folder.At("images/b.png")}', and would be replaced by it", error);
        Assert.StartsWith("by hand", File.ReadAllText(label));
        File.Delete(label);

        // One that was corrected; it is left alone until another file of it is missing.
        Assert.Equal(0, (await Predict(model, "out")).Code);
        string corrected = _folder.Text("out/a.png", "corrected");
        Assert.Equal(0, (await Predict(model, "out")).Code);
        File.Delete(_folder.At("out/a_overlay.jpg"));
        (code, _, error) = await Predict(model, "out");
        Assert.Equal(1, code);
        Assert.Contains($"'{corrected}' has changed since it was the prediction of '{_folder.At("images/a.png")}'", error);
        Assert.StartsWith("corrected", File.ReadAllText(corrected));

        Assert.Equal(0, (await Predict(model, "out", "--overwrite")).Code);
        Assert.DoesNotContain("corrected", File.ReadAllText(corrected));
    }

    [Fact]
    public async Task PredictionsOfOtherImagesOfTheSameNamesAreReplacedOnlyOnRequest()
    {
        string model = Model("model.zip");
        Image("left/a.png", 1);
        Image("right/a.png", 2);
        Assert.Equal(0, (await PredictFrom("left")).Code);
        byte[] ids = File.ReadAllBytes(_folder.At("out/a.png"));

        var (code, _, error) = await PredictFrom("right");

        Assert.Equal(1, code);
        Assert.Contains($"was made of '{_folder.At("left/a.png")}', and would be replaced by the prediction for", error);
        Assert.Equal(ids, File.ReadAllBytes(_folder.At("out/a.png")));

        // Moved, they are still the same images; and on request others are done.
        Directory.Move(_folder.At("left/."), Path.Combine(_folder.Root, "moved"));
        var moved = await PredictFrom("moved");
        Assert.Equal(0, moved.Code);
        Assert.Contains("1 of 1 images are done already", moved.Output);
        Assert.Equal(0, (await PredictFrom("right", "--overwrite")).Code);

        Task<(int Code, string Output, string Error)> PredictFrom(string images, params string[] more) =>
            CommandLine.Run([
                "predict",
                "--model",
                model,
                "--images",
                _folder.At(images + "/."),
                "--output",
                Path.Combine(_folder.Root, "out"),
                .. more,
            ]);
    }

    [Fact]
    public async Task PredictionsOfAnotherModelAreReplacedOnlyOnRequest()
    {
        Image("images/a.png", 1);
        Assert.Equal(0, (await Predict(Model("one.zip"), "out")).Code);
        string other = Model("other.zip", ["road", "car", "sky"]);

        var refused = await Predict(other, "out");
        var replaced = await Predict(other, "out", "--overwrite");

        Assert.Equal(1, refused.Code);
        Assert.Contains("holds predictions of another model", refused.Error);
        using (FileClaim.TryTake(_folder.At("out/.claim")))
        {
            Assert.Contains(
                "is in use",
                Assert.Throws<IOException>(() => PredictionRecord.Open(_folder.At("out"), other, overwrite: true)).Message
            );
        }
        Assert.Equal(0, replaced.Code);
        Assert.Contains("1/1", replaced.Output);
        Assert.Contains("1 of 1 images are done already", (await Predict(other, "out")).Output);
    }
}
