using Ass.MLNet.Cli.Runs;
using Ass.MLNet.Cli.Use;
using Microsoft.ML;
using Microsoft.ML.Data;
using SkiaSharp;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed partial class PredictCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AFolderIsDoneWithItsSubfoldersAndWithoutItsBrokenImages()
    {
        string model = Model("model.zip");
        Image("images/a.png", 1);
        Image("images/town/b.png", 2);
        _folder.Bytes(
            "images/town/b.png",
            PictureFiles.PngWithChunk(File.ReadAllBytes(_folder.At("images/town/b.png")), "eXIf", PictureFiles.Exif(6))
        );
        _folder.Text("images/town/none.jpg", "this is no picture");
        Truncate(_folder.Plain("images/town/cut.jpg", 300, 200, 9, 8, 7));
        _folder.Text("images/notes.txt", "left alone");

        // Below the images: the second time its files must not be taken for images.
        var (code, output, error) = await CommandLine.RunProcess(Arguments(model, "images/out"));

        Assert.Equal(1, code);
        Assert.Contains("2 of 4 images could not be segmented", error);
        Assert.Contains("none.jpg' cannot be read: it is damaged or not a picture", error);
        Assert.Contains("cut.jpg' cannot be read: it breaks off", error);
        Assert.Contains("4/4", output);
        Assert.Equal(
            [
                ".claim",
                "a.png",
                "a_color.png",
                "a_overlay.jpg",
                "predictions.jsonl",
                "town/b.png",
                "town/b_color.png",
                "town/b_overlay.jpg",
            ],
            Files("images/out")
        );

        var ml = new MLContext();
        using var stream = File.OpenRead(model);
        using var transformer = AssSegmentationTransformer.Load(ml, stream);
        using var image = ImageFile.Read(_folder.At("images/town/b.png"));
        byte[] ids = transformer.Segment(image).ClassIds;
        using var written = MLImage.CreateFromFile(_folder.At("images/out/town/b.png"));
        Assert.Equal((image.Width, image.Height), (written.Width, written.Height));
        Assert.Equal(ids, TestModel.Ids(written));
        using var overlay = SKBitmap.Decode(_folder.At("images/out/town/b_overlay.jpg"));
        Assert.Equal(image.Width, overlay.Width);
        Assert.True(overlay.Height > image.Height, "There is no legend.");

        (code, output, _) = await Predict(model, "images/out");
        Assert.Equal(1, code);
        Assert.Contains("2 of 4 images are done already", output);
    }

    [Fact]
    public async Task ItGoesOnWhereItStopped()
    {
        string model = Model("model.zip");
        for (int i = 0; i < 4; i++)
        {
            Image($"images/{i}.png", i);
        }

        Assert.Equal(0, (await Predict(model, "out")).Code);

        // One file is lost, one image has changed, and the line of a third was being written when the process was killed.
        File.Delete(_folder.At("out/0_overlay.jpg"));
        Image("images/1.png", seed: 9);
        string record = _folder.At("out/predictions.jsonl");
        string[] lines = File.ReadAllLines(record);
        string done = lines.Single(line => line.Contains("2.png") && line.Contains("\"begun\":false"));
        File.WriteAllLines(record, lines.Where(line => line != done));
        File.AppendAllText(record, done[..20]);
        await Task.Delay(50);
        var stopped = DateTime.UtcNow;

        var (code, output, _) = await Predict(model, "out");

        Assert.Equal(0, code);
        Assert.Contains("1 of 4 images are done already", output);
        Assert.Equal(
            [true, true, true, false],
            Enumerable.Range(0, 4).Select(i => File.GetLastWriteTimeUtc(_folder.At($"out/{i}.png")) > stopped)
        );
        Assert.Contains("4 of 4 images are done already", (await Predict(model, "out")).Output);
    }

    [Fact]
    public async Task LabelIdsLieAloneAsTheServerWantsThem()
    {
        string model = Model("model.zip", ["road", "car", "sky"]);
        Image("images/aachen/aachen_000000_000019_leftImg8bit.png", 1);

        Assert.Equal(0, (await Predict(model, "out", "--label-ids")).Code);

        Assert.Equal(["aachen/aachen_000000_000019_leftImg8bit_labelIds.png"], Files("out/labelIds"));
        using var ids = MLImage.CreateFromFile(_folder.At("out/aachen/aachen_000000_000019_leftImg8bit.png"));
        using var labelIds = MLImage.CreateFromFile(_folder.At("out/labelIds/aachen/aachen_000000_000019_leftImg8bit_labelIds.png"));
        byte[] serverIds = [7, 26, 23];
        Assert.Equal(TestModel.Ids(ids).Select(id => serverIds[id]), TestModel.Ids(labelIds));

        var refused = await Predict(Model("own.zip"), "out2", "--label-ids");
        Assert.Equal(2, refused.Code);
        Assert.Contains("class 'tree'", refused.Error);
    }

    [Theory]
    [InlineData("cvat", "labels.zip")]
    [InlineData("coco", "labels.json")]
    [InlineData("labelme", "images")]
    public async Task LabelsForAToolAreThePredictions(string format, string output)
    {
        string[] classes = ["road", "car", "sky"];
        string model = Model("model.zip", classes),
            images = Path.Combine(_folder.Root, "images"),
            labels = Path.Combine(_folder.Root, output);
        Image("images/a.png", 1);
        Image("images/sub/b.png", 2);
        Image("images/broken.png", 3);
        Truncate(_folder.At("images/broken.png"));
        await Predict(model, "out");

        var (code, _, error) = await Predict(model, output, "--format", format);

        Assert.Equal(1, code);
        Assert.Contains("1 of 3 images could not be segmented", error);
        var set = format switch
        {
            "cvat" => SegmentationDataset.Cvat(labels, images, classes: classes),
            "coco" => SegmentationDataset.Coco(labels, images, classes),
            _ => SegmentationDataset.LabelMe(labels, classes: classes, missingLabels: MissingLabels.LeaveOut),
        };
        Assert.Equal(["a", "sub/b"], set.Samples.Select(sample => sample.Stem));
        Assert.All(set.Samples, sample =>
        {
            using var ids = MLImage.CreateFromFile(_folder.At($"out/{sample.Stem}.png"));
            Assert.Equal(TestModel.Ids(ids), sample.ReadTrainIds(set.LabelChannel, set.LabelMap)!.Ids);
        });
        var again = await Predict(model, output, "--format", format);
        Assert.Contains(format == "labelme" ? "2 of 3 images have a file of labelme already" : "exists", again.Output + again.Error);
        Assert.Equal(format == "labelme" ? 1 : 2, again.Code);
        Assert.Equal(1, (await Predict(model, output, "--format", format, "--overwrite")).Code);
        Assert.Equal(2, (await Predict(model, "else", "--format", format, "--label-ids")).Code);
        var polygons = await Predict(model, output, "--format", format, "--overwrite", "--polygons", "0");
        Assert.Equal(format == "labelme" ? 1 : 2, polygons.Code);
        Assert.Equal(
            format == "labelme",
            File.Exists(_folder.At("images/a.json")) && File.ReadAllText(_folder.At("images/a.json")).Contains("\"polygon\"")
        );
    }

    [Fact]
    public async Task Polygons_that_leave_slits_to_a_background_are_refused_before_an_image_is_read()
    {
        Image("images/a.png", 1);
        string model = Model("model.zip", ["_background_", "car", "sky"]);

        var (code, _, error) = await Predict(model, "labels", "--format", "labelme", "--polygons", "1");

        Assert.Equal(2, code);
        Assert.Contains("--polygons 1 leaves slits between polygons", error);
        Assert.False(Directory.Exists(Path.Combine(_folder.Root, "labels")));
        Assert.Equal(0, (await Predict(model, "labels", "--format", "labelme", "--polygons", "0")).Code);
    }

    [Fact]
    public async Task Files_that_nothing_tells_to_be_predictions_stay()
    {
        Image("images/a.png", 1);
        byte[] label = File.ReadAllBytes(_folder.Plain("out/a.png", 4, 4, 1, 1, 1));
        string model = Model("model.zip");

        var (code, _, error) = await Predict(model, "out");

        Assert.Equal(2, code);
        Assert.Contains($"'{_folder.At("out/a.png")}' exists, and no earlier predictions are recorded", error);
        Assert.Equal(label, await File.ReadAllBytesAsync(_folder.At("out/a.png")));
        Assert.Equal(0, (await Predict(model, "out", "--overwrite")).Code);
    }

    [Fact]
    public async Task Earlier_predictions_are_no_images()
    {
        Image("images/a.png", 1);
        string model = Model("model.zip");
        Assert.Equal(0, (await Predict(model, "images/masks")).Code);

        var (code, output, error) = await Predict(Model("other.zip", ["road", "car", "sky"]), "images/others");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("1/1", output);
        Assert.Equal(0, (await Predict(model, "labels", "--format", "labelme")).Code);
        Assert.Equal(["a.json", "labels.txt"], Files("labels"));

        (code, _, error) = await CommandLine.Run([
            "export",
            "--model",
            model,
            "--output",
            _folder.At("int8.onnx"),
            "--int8",
            _folder.At("images"),
        ]);
        Assert.Equal(2, code);
        Assert.Contains("holds predictions or other pictures that this tool wrote, such as", error);
    }

    [Fact]
    public async Task A_chain_that_resizes_pictures_is_no_network_alone()
    {
        Image("images/a.png", 1);
        var ml = new MLContext();
        using var network = TestModel.Create(ml);
        var data = ml.Data.LoadFromEnumerable(new[] { new PictureRow() });
        var chain = ml.Transforms.ResizeImages("Image", 8, 8).Fit(data).Append(network);
        ml.Model.Save(chain, data.Schema, _folder.At("chain.zip"));

        var (code, _, error) = await Predict(_folder.At("chain.zip"), "out");

        Assert.Equal(1, code);
        Assert.Contains("ImageResizingTransformer changes pictures before the network sees them", error);
        Assert.False(Directory.Exists(_folder.At("out")));

        // What comes behind the network changes nothing about it.
        var behind = new TransformerChain<ITransformer>(network, ml.Transforms.ResizeImages("Small", 8, 8, "Image").Fit(data));
        ml.Model.Save(behind, data.Schema, _folder.At("behind.zip"));
        Assert.Equal(0, (await Predict(_folder.At("behind.zip"), "out")).Code);
    }

    private sealed class PictureRow
    {
        [Microsoft.ML.Transforms.Image.ImageType(16, 16)]
        public MLImage? Image { get; set; }

        // ML.NET saves no schema without a column that it can write.
        public string Name { get; set; } = "";
    }

    private Task<(int Code, string Output, string Error)> Predict(string model, string output, params string[] more) =>
        CommandLine.Run([.. Arguments(model, output), .. more]);

    private string[] Arguments(string model, string output) =>
        ["predict", "--model", model, "--images", Path.Combine(_folder.Root, "images"), "--output", Path.Combine(_folder.Root, output)];

    private string Model(string name, string[]? classNames = null)
    {
        var ml = new MLContext();
        using var model = TestModel.Create(ml, classNames: classNames);
        using var stream = File.Create(_folder.At(name));
        model.Save(stream);
        return _folder.At(name);
    }

    private void Image(string relative, int seed)
    {
        using var image = TestModel.Picture(seed);
        image.Save(_folder.At(relative));
    }

    private static void Truncate(string path)
    {
        using var file = File.OpenWrite(path);
        file.SetLength(file.Length / 2);
    }

    private string[] Files(string folder)
    {
        string root = Path.Combine(_folder.Root, folder);
        return
        [
            .. Directory
                .GetFiles(root, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];
    }
}
