using Ass.MLNet.MLNetInternals;
using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;
using Ass.MLNet.Weights;
using Ass.MLNet.Weights.Safetensors;
using Microsoft.ML;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public sealed class PretrainedWeightsFileTests : IDisposable
{
    private const int ClassCount = 3;
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Torchvisions_ResNet_18_fills_the_backbone(int lastStageBlocks)
    {
        string path = Save(
            NetworkOf(lastStageBlocks),
            name => name.StartsWith("backbone.") ? name["backbone.".Length..] : null,
            ["fc.weight", "bn1.num_batches_tracked"]
        );

        using var file = PretrainedWeightsFile.Open(path);
        Assert.Equal(lastStageBlocks, file.LastStageBlocks);
        using var network = NetworkOf(file.LastStageBlocks, seed: 2);
        var report = file.CopyTo(network);

        Assert.True(report.IsWhole, report.ToString());
        Assert.Equal(8, report.Missing.Count);
        Assert.Equal(["fc.weight", "bn1.num_batches_tracked"], report.LeftOut);
        Assert.Equal(InputNormalization.TorchVision, file.Normalization);
        AssertSame(NetworkOf(lastStageBlocks), network, "backbone.");
    }

    /// <summary>Whole stages may be missing, but no block of one that is there.</summary>
    [Theory]
    [InlineData("layer1.2.conv1.weight", "none", "of a deeper backbone: they have the block 'backbone.layer1.2'")]
    [InlineData("layer4.3.bn1.running_mean", "none", "of a deeper backbone: they have the block 'backbone.layer4.3'")]
    [InlineData("layer1.1.other.weight", "none", null)]
    [InlineData("fc.weight", "backbone.layer3.1.", "of a shallower backbone: they lack the block 'backbone.layer3.1'")]
    [InlineData("fc.weight", "backbone.layer3.", null)]
    public void A_backbone_of_another_depth_is_refused(string extra, string without, string? said)
    {
        string path = Save(
            NetworkOf(),
            name => name.StartsWith("backbone.") && !name.StartsWith(without) ? name["backbone.".Length..] : null,
            [extra]
        );
        using var file = PretrainedWeightsFile.Open(path);
        using var network = NetworkOf(seed: 2);
        var error = Record.Exception(() => file.CopyTo(network).CheckBackbone(freezes: false));

        Assert.Equal(said is null, error is null);
        Assert.Contains(said ?? "", error?.Message ?? "");
    }

    [Theory]
    [InlineData("layer5.", "", false)]
    [InlineData("layer6.", "module.", true)]
    public void AdaptSegNets_weights_fill_backbone_and_classifier(string classifier, string prefix, bool second)
    {
        string path = Save(
            NetworkOf(),
            name => prefix + name.Replace("backbone.", "").Replace("classifier.", classifier),
            second ? ["module.layer5.conv2d_list.0.bias"] : []
        );

        using var file = PretrainedWeightsFile.Open(path);
        using var network = NetworkOf(seed: 2);
        var report = file.CopyTo(network);

        Assert.Empty(report.Missing);
        Assert.Empty(report.Unexpected);
        Assert.Equal(second ? 1 : 0, report.LeftOut.Count);
        Assert.Contains("They were trained with CeilModePooling true, AsppBranches 2;", report.ToString());
        Assert.Equal(InputNormalization.Default, file.Normalization);
        AssertSame(NetworkOf(), network, "");
    }

    [Fact]
    public void AdaptSegNets_weights_fill_a_network_with_its_switches_whole_and_both_classifiers()
    {
        var spec = NetworkSpec.Of(AssSegmentationOptions.Paper(PaperBenchmark.Gta5ToCityscapes), ClassCount) with
        {
            Network = SegmentationNetwork.DeepLabV2ResNet18,
        };
        string path = Save(
            Create(1),
            name => name.Replace("backbone.", "").Replace("classifier.", "layer6.").Replace("auxiliary.", "layer5."),
            []
        );

        using var file = PretrainedWeightsFile.Open(path);
        using var network = Create(2);
        var report = file.CopyTo(network);

        Assert.True(report.IsWhole, report.ToString());
        Assert.Equal(16, report.Loaded.Count(name => !WeightReport.IsBackbone(name)));
        using var expected = Create(1);
        AssertSame(expected, network, "");

        SegmentationModule Create(ulong seed)
        {
            var created = new SegmentationModule(spec);
            using var generator = new Generator(seed);
            created.Initialize(generator);
            return created;
        }
    }

    [Fact]
    public void Of_two_networks_in_a_file_the_chosen_one_fills_the_network_and_the_rest_is_counted()
    {
        string path = Save(NetworkOf(), name => "teacher.model." + name, []);
        using (NewDisposeScope())
        using (var student = NetworkOf(seed: 3))
        using (var teacher = NetworkOf())
        using (var stream = File.Create(path))
        {
            SafetensorsWriter.Write(
                stream,
                teacher
                    .state_dict()
                    .Select(item => ("teacher.model." + item.Key, item.Value))
                    .Concat(student.state_dict().Select(item => ("student." + item.Key, item.Value)))
                    .ToDictionary(),
                new Dictionary<string, string>()
            );
        }

        using var file = PretrainedWeightsFile.Open(path + "#teacher");
        using var network = NetworkOf(seed: 2);
        var report = file.CopyTo(network);

        AssertSame(NetworkOf(), network, "");
        Assert.Equal((108, 108), (report.Loaded.Count, report.Unexpected.Count));
        Assert.Contains("prefix           teacher.model.backbone.", report.ToString());
        Assert.Contains("it holds 2 networks", Assert.Throws<InvalidDataException>(() => PretrainedWeightsFile.Open(path)).Message);
        Assert.Contains(
            "weights.safetensor",
            Assert.Throws<FileNotFoundException>(() => PretrainedWeightsFile.Open(path + "x#teacher")).Message
        );
    }

    [Fact]
    public void A_classifier_of_other_classes_is_skipped_with_a_warning()
    {
        string path = Save(NetworkOf(), name => name, []);
        using var file = PretrainedWeightsFile.Open(path);
        using var network = NetworkOf(classCount: 5, seed: 2);
        var report = file.CopyTo(network);

        Assert.False(report.IsWhole);
        Assert.Equal(8, report.MisShaped.Count);
        Assert.Contains("classifier.conv2d_list.0.weight [3, 512, 3, 3] instead of [5, 512, 3, 3]", report.ToString());
        AssertSame(NetworkOf(), network, "backbone.");
        AssertSame(NetworkOf(classCount: 5, seed: 2), network, "classifier.");
    }

    [Fact]
    public void A_file_that_fits_in_part_says_how_much()
    {
        string path = Save(
            NetworkOf(),
            name => name.Contains("layer1.") || name.Contains("bn1.bias") ? name : null,
            ["something.else", "b", "c", "d"]
        );
        using var file = PretrainedWeightsFile.Open(path);
        using var network = NetworkOf();
        var report = file.CopyTo(network);

        Assert.False(report.IsWhole);
        Assert.Matches(
            @"(?s): 27 of the network's 108 tensors were loaded\..*loaded +27  backbone 27, classifier 0.*missing +81 .*"
                + @"unexpected +4  something\.else, b, c, …",
            report.ToString()
        );
    }

    [Fact]
    public void A_file_that_fits_nowhere_is_an_error_that_shows_both_sides()
    {
        using var file = PretrainedWeightsFile.Open(WeightFiles.Fixture("plain-zip.pth"));
        using var network = NetworkOf();
        var error = Assert.Throws<InvalidDataException>(() => file.CopyTo(network));
        Assert.Contains("Nothing in the file fits DeepLabV2ResNet18.", error.Message);
        Assert.Contains("plain-zip.pth", error.Message);
        Assert.Contains("dense, transposed, sliced, …", error.Message);
        Assert.Contains("backbone.conv1.weight", error.Message);
    }

    [Fact]
    public void One_tensor_under_two_names_is_an_error()
    {
        string path = Save(NetworkOf(), name => name == "backbone.conv1.weight" ? "conv1.weight" : null, ["module.conv1.weight"]);
        var error = Assert.Throws<InvalidDataException>(() => PretrainedWeightsFile.Open(path));
        Assert.Contains("weights.safetensors' cannot be read: it holds 2 networks, whose names begin with '', 'module.'", error.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Models_and_weights_of_our_own_bring_everything_with_them(bool chain)
    {
        var ml = new MLContext(seed: 1);
        var normalization = new InputNormalization([1, 2, 3.5f], [4, 5, 6], RedFirst: true);
        using var network = new SegmentationModule(new NetworkSpec(SegmentationNetwork.DeepLabV2MobileNetV2, 16, ClassCount));
        using var generator = new Generator(7);
        network.Initialize(generator);
        using var model = new AssSegmentationTransformer(
            ml,
            new Segmenter(network, normalization, new PredictionResizing(null), TestModel.ClassNames, CPU),
            new SegmentationColumns("Image", "PredictedLabel", null)
        );
        string saved = _folder.At("model.zip"),
            weights = _folder.At("weights.safetensors");
        var input = ml.Data.LoadFromEnumerable(TestModel.Rows(1));
        ITransformer step = chain
            ? new Microsoft.ML.Data.TransformerChain<ITransformer>(ml.Transforms.CopyColumns("Copy", "Image").Fit(input), model)
            : model;
        ml.Model.Save(step, input.Schema, saved);
        model.SaveWeights(weights);

        foreach (string path in new[] { saved, weights })
        {
            using var file = PretrainedWeightsFile.Open(path);
            using var other = new SegmentationModule(new NetworkSpec(SegmentationNetwork.DeepLabV2MobileNetV2, 8, ClassCount));
            var report = file.CopyTo(other);
            Assert.True(report.IsWhole, report.ToString());
            Assert.Empty(report.Missing);
            Assert.Equal(normalization.MeanBgr, file.Normalization.MeanBgr);
            Assert.Equal(normalization.ScaleBgr, file.Normalization.ScaleBgr);
            Assert.True(file.Normalization.RedFirst);
            AssertSame(network, other, "");
        }
    }

    [Fact]
    public void Models_and_weights_of_our_own_say_what_another_network_would_do_otherwise()
    {
        var ml = new MLContext(seed: 1);
        var spec = new NetworkSpec(SegmentationNetwork.DeepLabV2ResNet50, 16, ClassCount)
        {
            AsppBranches = 3,
            BottleneckStride = BottleneckStride.On1x1,
        };
        using var model = new AssSegmentationTransformer(
            ml,
            new Segmenter(
                new SegmentationModule(spec),
                InputNormalization.Default,
                new PredictionResizing(null),
                TestModel.ClassNames,
                CPU
            ),
            new SegmentationColumns("Image", "PredictedLabel", null)
        );
        string saved = _folder.At("model.zip"),
            weights = _folder.At("weights.safetensors");
        using (var stream = File.Create(saved))
        {
            model.Save(stream);
        }
        model.SaveWeights(weights);

        foreach (string path in new[] { saved, weights })
        {
            using var file = PretrainedWeightsFile.Open(path);
            using var same = new SegmentationModule(spec);
            Assert.True(file.CopyTo(same).IsWhole);
            using var other = new SegmentationModule(spec with { AsppBranches = 4, BottleneckStride = BottleneckStride.On3x3 });
            Assert.Contains("trained with BottleneckStride On1x1, AsppBranches 3;", file.CopyTo(other).ToString());
        }
    }

    [Fact]
    public void A_model_that_is_cut_off_or_damaged_is_an_error_that_names_it()
    {
        using var model = TestModel.Create(new MLContext(seed: 1));
        using var stream = new MemoryStream();
        model.Save(stream);
        byte[] whole = stream.ToArray();
        var random = new Random(1);
        for (int trial = 0; trial < 12; trial++)
        {
            byte[] damaged = trial < 4 ? whole[..random.Next(whole.Length)] : [.. whole];
            for (int i = 0; i < 40; i++)
            {
                damaged[random.Next(damaged.Length)] ^= 0x55;
            }

            using var file = new TemporaryFile(damaged);
            try
            {
                WeightFiles.Read(file.Path);
            }
            catch (InvalidDataException error)
            {
                Assert.Contains(file.Path, error.Message);
            }
        }
    }

    private static SegmentationModule NetworkOf(int lastStageBlocks = 2, int classCount = ClassCount, ulong seed = 1)
    {
        var network = new SegmentationModule(new NetworkSpec(SegmentationNetwork.DeepLabV2ResNet18, 16, classCount, lastStageBlocks));
        using var generator = new Generator(seed);
        network.Initialize(generator);
        return network;
    }

    /// <summary>Saves a network's tensors under other names, those without one not at all, and some more of one number.</summary>
    private string Save(SegmentationModule network, Func<string, string?> rename, string[] more)
    {
        using var scope = NewDisposeScope();
        using (network)
        {
            var tensors = network
                .state_dict()
                .Where(item => rename(item.Key) is not null)
                .ToDictionary(item => rename(item.Key)!, item => item.Value);
            Array.ForEach(more, name => tensors.Add(name, zeros(1)));
            string path = _folder.At("weights.safetensors");
            using var stream = File.Create(path);
            SafetensorsWriter.Write(stream, tensors, new Dictionary<string, string>());
            return path;
        }
    }

    private static void AssertSame(SegmentationModule expected, SegmentationModule actual, string prefix)
    {
        using var scope = NewDisposeScope();
        var own = actual.state_dict();
        Assert.All(expected.state_dict().Where(item => item.Key.StartsWith(prefix, StringComparison.Ordinal)), item =>
            Assert.True(item.Value.equal(own[item.Key]).all().ToBoolean(), item.Key)
        );
    }
}
