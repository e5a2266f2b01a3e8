using Ass.MLNet.Weights;
using Xunit;

namespace Ass.MLNet.Tests;

public class WeightNamesTests
{
    [Theory]
    [InlineData("conv1.weight", "backbone.conv1.weight")]
    [InlineData("module.layer4.0.downsample.1.running_var", "backbone.layer4.0.downsample.1.running_var")]
    [InlineData("features.17.conv.2.weight", "backbone.features.17.conv.2.weight")]
    [InlineData("backbone.bn1.bias", "backbone.bn1.bias")]
    [InlineData("module.classifier.conv2d_list.3.bias", "classifier.conv2d_list.3.bias")]
    [InlineData("auxiliary.conv2d_list.3.bias", "auxiliary.conv2d_list.3.bias")]
    [InlineData("fc.weight", null)]
    [InlineData("fc.bias", null)]
    [InlineData("bn1.num_batches_tracked", null)]
    [InlineData("backbone.layer1.0.bn2.num_batches_tracked", null)]
    [InlineData("classifier.1.weight", null)]
    [InlineData("features.18.0.weight", null)]
    [InlineData("aux_classifier.0.weight", null)]
    public void Names_of_torchvision_and_of_ours(string name, string? own)
    {
        var names = new WeightNames([name]);
        Assert.Equal(own, names.Map(name));
        Assert.False(names.IsAdaptSegNet);
    }

    [Fact]
    public void AdaptSegNets_only_classifier_is_ours()
    {
        var names = new WeightNames(["conv1.weight", "layer5.conv2d_list.0.weight"]);
        Assert.True(names.IsAdaptSegNet);
        Assert.Equal("classifier.conv2d_list.0.weight", names.Map("layer5.conv2d_list.0.weight"));
        Assert.Equal("backbone.conv1.weight", names.Map("conv1.weight"));
    }

    [Fact]
    public void Of_two_classifiers_the_second_is_the_main_one()
    {
        var names = new WeightNames(["module.layer5.conv2d_list.0.weight", "module.layer6.conv2d_list.0.weight"]);
        Assert.True(names.IsAdaptSegNet);
        Assert.Equal("auxiliary.conv2d_list.0.weight", names.Map("module.layer5.conv2d_list.0.weight"));
        Assert.Equal("classifier.conv2d_list.0.weight", names.Map("module.layer6.conv2d_list.0.weight"));
    }

    [Fact]
    public void AdaptSegNets_initial_weights_have_a_prefix()
    {
        var names = new WeightNames(["Scale.conv1.weight", "Scale.layer5.conv2d_list.3.weight"]);
        Assert.True(names.IsAdaptSegNet);
        Assert.Equal("backbone.conv1.weight", names.Map("Scale.conv1.weight"));
        Assert.Equal("classifier.conv2d_list.3.weight", names.Map("Scale.layer5.conv2d_list.3.weight"));
    }

    public static TheoryData<string, string> Prefixes =>
        new()
        {
            { "module.", "" },
            { "model.", "model." },
            { "net.", "net." },
            { "encoder.", "" },
            { "module.encoder.", "" },
            { "encoder_q.", "" },
            { "model.backbone.", "model." },
            { "state_dict.module.model.encoder.", "" },
            { "teacher.", "student.head." },
            { "0.", "1." },
        };

    [Theory]
    [MemberData(nameof(Prefixes))]
    public void Whatever_stands_before_a_networks_names_is_taken_off(string prefix, string headPrefix)
    {
        string[] backbone = [.. Network(prefix)];
        var names = new WeightNames([
            .. backbone,
            headPrefix + "classifier.conv2d_list.0.weight",
            "queue",
            prefix + "fc.0.weight",
            "decoder.conv1.weight",
        ]);

        Assert.All(backbone, name => Assert.Equal("backbone." + name[prefix.Length..], names.Map(name)));
        Assert.Equal("classifier.conv2d_list.0.weight", names.Map(headPrefix + "classifier.conv2d_list.0.weight"));
        Assert.Equal((null, true), (names.Map(prefix + "fc.0.weight"), names.IsLeftOut(prefix + "fc.0.weight")));
        Assert.Equal(prefix, names.Prefix);
        foreach (string other in new[] { "queue", "decoder.conv1.weight" })
        {
            Assert.Equal((null, false), (names.Map(other), names.IsLeftOut(other)));
        }
    }

    [Fact]
    public void Two_networks_are_an_error_that_lists_them_unless_one_is_chosen()
    {
        string[] both =
        [
            .. Network("student.module.backbone."),
            .. Network("teacher.backbone."),
            "student.module.classifier.conv2d_list.0.bias",
            "teacher.classifier.conv2d_list.0.bias",
        ];

        string error = Assert.Throws<InvalidDataException>(() => new WeightNames(both)).Message;
        Assert.Contains("it holds 2 networks, whose names begin with 'student.module.backbone.', 'teacher.backbone.'", error);
        Assert.Contains("FILE#student.module.backbone'", error);

        foreach (string chosen in new[] { "teacher", "teacher.", "teacher.backbone." })
        {
            var names = new WeightNames(both, chosen);
            Assert.Equal("backbone.conv1.weight", names.Map("teacher.backbone.conv1.weight"));
            Assert.Equal("classifier.conv2d_list.0.bias", names.Map("teacher.classifier.conv2d_list.0.bias"));
            Assert.Null(names.Map("student.module.backbone.conv1.weight"));
            Assert.Null(names.Map("student.module.classifier.conv2d_list.0.bias"));
        }

        error = Assert.Throws<InvalidDataException>(() => new WeightNames(both, "teach")).Message;
        Assert.Contains("no network whose names begin with 'teach', but with 'student.module.backbone.', 'teacher.backbone.'", error);
    }

    [Fact]
    public void The_moving_average_beside_MoCos_network_is_left_out()
    {
        var names = new WeightNames([.. Network("state_dict.module.encoder_q."), .. Network("state_dict.module.encoder_k.")]);

        Assert.Equal("backbone.layer1.0.conv1.weight", names.Map("state_dict.module.encoder_q.layer1.0.conv1.weight"));
        Assert.Equal(
            (null, true),
            (names.Map("state_dict.module.encoder_k.conv1.weight"), names.IsLeftOut("state_dict.module.encoder_k.conv1.weight"))
        );
        Assert.Equal("backbone.conv1.weight", new WeightNames([.. Network("module.encoder_k.")]).Map("module.encoder_k.conv1.weight"));
    }

    private static IEnumerable<string> Network(string prefix) =>
        new[] { "conv1.weight", "bn1.bias" }
            .Concat(Enumerable.Range(1, 4).Select(stage => $"layer{stage}.0.conv1.weight"))
            .Select(name => prefix + name);
}
