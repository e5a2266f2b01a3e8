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
}
