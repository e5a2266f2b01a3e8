using Ass.MLNet.Columns;
using Ass.MLNet.MLNetInternals;
using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Xunit;

namespace Ass.MLNet.Tests;

public class AssSegmentationEstimatorTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void The_promised_schema_is_the_models()
    {
        var data = TwoDomains.Data(_ml);
        var options = TwoDomains.Options(iterations: 1);
        options.ScoreColumnName = "Score";
        var estimator = _ml.Transforms.AssSegmentation(options);
        var promised = estimator.GetOutputSchema(SegmentationSchemaShape.Of(data.Schema)).ToDictionary(c => c.Name);
        using var model = estimator.Fit(data);
        var actual = model.GetOutputSchema(data.Schema);

        Assert.Equal(actual.Where(c => !c.IsHidden).Select(c => c.Name).Order(), promised.Keys.Order());
        Assert.IsType<ImageDataViewType>(actual["PredictedLabel"].Type);
        Assert.IsType<ImageDataViewType>(promised["PredictedLabel"].ItemType);
        Assert.Equal(SchemaShape.Column.VectorKind.VariableVector, promised["Score"].Kind);
        Assert.IsType<VectorDataViewType>(actual["Score"].Type);
        Assert.Equal(TwoDomains.ClassNames, ClassNamesAnnotation.Read(actual["PredictedLabel"]));
    }

    [Theory]
    [InlineData("Image")]
    [InlineData("Label")]
    [InlineData("Domain")]
    public void A_missing_column_is_named(string column)
    {
        var data = _ml.Transforms.DropColumns(column).Fit(TwoDomains.Data(_ml)).Transform(TwoDomains.Data(_ml));
        var error = Assert.ThrowsAny<ArgumentException>(() => _ml.Transforms.AssSegmentation(TwoDomains.Options()).Fit(data));
        Assert.Contains($"'{column}'", error.Message);
    }

    [Theory]
    [InlineData("Image", "Domain")]
    [InlineData("Label", "Domain")]
    [InlineData("Domain", "Label")]
    public void A_column_of_another_type_is_named(string column, string other)
    {
        var data = TwoDomains.Data(_ml);
        var swapped = _ml.Transforms.CopyColumns(column, other).Fit(data).Transform(data);
        var error = Assert.ThrowsAny<ArgumentException>(() => _ml.Transforms.AssSegmentation(TwoDomains.Options()).Fit(swapped));
        Assert.Contains($"'{column}'", error.Message);
    }

    [Fact]
    public void Class_names_must_come_from_somewhere()
    {
        var options = TwoDomains.Options();
        options.ClassNames = null;
        var error = Assert.Throws<InvalidOperationException>(() => _ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(_ml)));
        Assert.Contains("ClassNames must be set", error.Message);
    }

    [Fact]
    public void The_classes_of_options_labels_and_validation_set_must_be_the_same()
    {
        using var folder = new TestFolder();
        var (images, labels) = folder.Pairs(2);
        IDataView Named(params string[] names) =>
            _ml.Data.LoadSegmentation(SegmentationDataset.Folder(images, labels, LabelMap.Identity(names)).AsSource());
        var options = TwoDomains.Options(AdaptationRecipe.SourceOnly);
        options.Progress = _ => Assert.Fail("training began");

        options.ClassNames = ["b", "a"];
        var error = Assert.Throws<InvalidOperationException>(() => _ml.Transforms.AssSegmentation(options).Fit(Named("a", "b")));
        Assert.Contains("AssSegmentationOptions.ClassNames has [b, a] and column 'Label' has [a, b]", error.Message);

        options.ClassNames = null;
        options.Run.ValidationSet = Named("a", "c");
        error = Assert.Throws<InvalidOperationException>(() => _ml.Transforms.AssSegmentation(options).Fit(Named("a", "b")));
        Assert.Contains("this training has [a, b] and column 'Label' of Run.ValidationSet has [a, c]", error.Message);
    }

    [Fact]
    public void A_recipe_without_its_rows_is_an_error_and_the_others_train()
    {
        var sourceOnly = TwoDomains.Data(_ml, labeled: 0, unlabeled: 0);
        Assert.Throws<InvalidOperationException>(() =>
            _ml.Transforms.AssSegmentation(TwoDomains.Options(AdaptationRecipe.Ass)).Fit(sourceOnly)
        );
        _ml.Transforms.AssSegmentation(TwoDomains.Options(AdaptationRecipe.SourceOnly, 1)).Fit(sourceOnly).Dispose();
        _ml.Transforms.AssSegmentation(TwoDomains.Options(AdaptationRecipe.TargetOnly, 1)).Fit(TwoDomains.Data(_ml, source: 0)).Dispose();
    }

    [Fact]
    public void Missing_ImageNet_weights_or_files_are_named()
    {
        var options = TwoDomains.Options();
        options.Network = SegmentationNetwork.DeepLabV2ResNet18;
        options.PretrainedWeights = "no/such/file.onnx";
        string said = "";
        _ml.Log += (_, e) => said += e.Message;
        var error = Assert.Throws<FileNotFoundException>(() => _ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(_ml)));
        Assert.Contains("PretrainedWeights must be 'imagenet' or a weight file, but is 'no/such/file.onnx'", error.Message);
        Assert.DoesNotContain("Labels looked at", said);
    }

    [Fact]
    public void ImageNet_weights_train_behind_ML_NETs_own_image_steps()
    {
        using var folder = new TestFolder();
        var rows = Enumerable
            .Range(0, 4)
            .Select(i =>
            {
                var row = TwoDomains.MakeRow(i % 2 == 0 ? "source" : "target", i, true);
                row.Image!.Save(folder.At($"{i}.png"));
                folder.Grey($"{i}_label.png", TwoDomains.Side, row.Label);
                return new PathRow
                {
                    Image = $"{i}.png",
                    Label = $"{i}_label.png",
                    IsTarget = i % 2 == 1,
                };
            })
            .ToArray();
        var options = TwoDomains.Options(iterations: 2);
        options.Network = SegmentationNetwork.DeepLabV2ResNet18;
        options.PretrainedWeights = PretrainedWeights.ImageNet;
        (options.ImageColumnName, options.LabelColumnName, options.DomainColumnName) = ("Small", "SmallLabel", "Side");
        var pipeline = _ml
            .Transforms.LoadImages("Picture", folder.Root, "Image")
            .Append(_ml.Transforms.LoadImages("Mask", folder.Root, "Label"))
            .Append(_ml.Transforms.ResizeImages("Small", 40, 36, "Picture", ImageResizingEstimator.ResizingKind.Fill))
            .Append(_ml.Transforms.ResizeImages("SmallLabel", 40, 36, "Mask", ImageResizingEstimator.ResizingKind.Fill))
            .Append(_ml.Transforms.CopyColumns("Side", "IsTarget"))
            .Append(_ml.Transforms.AssSegmentation(options));

        var data = _ml.Data.LoadFromEnumerable(rows);
        var model = pipeline.Fit(data);
        var metrics = _ml.MulticlassClassification.EvaluateSegmentation(model.Transform(data), "SmallLabel");
        Assert.Equal(4 * 40 * 36, metrics.ConfusionMatrix.Cast<long>().Sum());
        Assert.Equal(3, model.LastTransformer.Segmenter.Network.Spec.LastStageBlocks);
        (model as IDisposable).Dispose();
    }

    [Theory]
    [InlineData(AdaptationRecipe.TargetOnly, "all rows are Target rows")]
    [InlineData(AdaptationRecipe.SourceOnly, "all rows are Source rows")]
    public void Recipes_of_one_domain_do_without_a_column_of_domains(AdaptationRecipe recipe, string said)
    {
        using var folder = new TestFolder();
        var log = new List<string>();
        _ml.Log += (_, e) => log.Add(e.Message);
        var rows = Enumerable
            .Range(0, 3)
            .Select(i => TwoDomains.MakeRow("target", i, true))
            .Select(r => new UndividedRow { Image = r.Image, Label = r.Label })
            .ToArray();
        var data = _ml.Data.LoadFromEnumerable(rows);
        var options = TwoDomains.Options(recipe, iterations: 1);
        options.Run.WorkspacePath = folder.Root;
        _ml.Transforms.AssSegmentation(options).Fit(data).Dispose();
        Assert.Contains(log, line => line.Contains(said));

        options.DomainColumnName = "Mistyped";
        Assert.Contains(
            "Could not find domain column 'Mistyped'",
            Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.AssSegmentation(options).Fit(data)).Message
        );
        Assert.Contains(
            "Could not find domain column 'Domain'",
            Assert
                .Throws<ArgumentOutOfRangeException>(() =>
                    _ml.Transforms.AssSegmentation(TwoDomains.Options(AdaptationRecipe.Joint)).Fit(data)
                )
                .Message
        );
    }

    [Fact]
    public void Training_goes_on_from_saved_weights_and_says_so()
    {
        using var folder = new TestFolder();
        string path = folder.At("weights.safetensors");
        using (var first = _ml.Transforms.AssSegmentation(TwoDomains.Options(iterations: 1)).Fit(TwoDomains.Data(_ml)))
        {
            first.SaveWeights(path);
        }
        var log = new List<string>();
        _ml.Log += (_, e) => log.Add(e.Message);
        var options = TwoDomains.Options(iterations: 1);
        options.PretrainedWeights = path;
        _ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(_ml)).Dispose();

        Assert.Contains(log, line => line.Contains($"Weights '{path}' (safetensors): 263 of the network's 263 tensors were loaded."));
    }

    [Fact]
    public void A_ResNet_from_random_weights_is_warned_of_when_its_training_begins()
    {
        using var folder = new TestFolder();
        var options = TwoDomains.Options(AdaptationRecipe.Joint, iterations: 1);
        (options.Network, options.OutputStride, options.Run.WorkspacePath) = (SegmentationNetwork.DeepLabV2ResNet18, 32, folder.Root);
        Assert.Contains(Warnings(), line => line.Contains("DeepLabV2ResNet18 starts from random weights"));

        // A resumed one has the weights of its checkpoint; the network for this is meant to start so.
        (options.Run.Resume, options.Run.AllowChangesOnResume, options.Iterations) = (true, true, 2);
        Assert.DoesNotContain(Warnings(), line => line.Contains("random weights"));
        options = TwoDomains.Options(AdaptationRecipe.Joint, iterations: 1);
        Assert.DoesNotContain(Warnings(), line => line.Contains("random weights"));

        List<string> Warnings()
        {
            var context = new MLContext(seed: 1);
            var warnings = new List<string>();
            context.Log += (_, e) => warnings.Add(e.Message);
            context.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(context)).Dispose();
            return warnings;
        }
    }

    private sealed class UndividedRow
    {
        [ImageType(TwoDomains.Side, TwoDomains.Side)]
        public MLImage? Image { get; set; }

        public byte[] Label { get; set; } = [];
    }

    private sealed class PathRow
    {
        public string Image { get; set; } = "";

        public string Label { get; set; } = "";

        public bool IsTarget { get; set; }
    }
}
