using Ass.MLNet.Networks;
using Ass.MLNet.Weights;
using Xunit;

namespace Ass.MLNet.Tests;

public class WeightReportTests
{
    [Theory]
    [InlineData("classifier.conv2d_list.0.weight [3, 512, 3, 3] instead of [5, 512, 3, 3]", null)]
    [InlineData(
        "backbone.layer1.0.conv1.weight [64, 64, 1, 1] instead of [64, 64, 3, 3]",
        "Weights 'x' are of another backbone: they have backbone.layer1.0.conv1.weight [64, 64, 1, 1] instead of [64, 64, 3, 3]. "
            + "1 tensors fit by their shape alone."
    )]
    public void Weights_of_another_backbone_are_refused_however_many_fit(string misShaped, string? expected)
    {
        var error = Record.Exception(() => Report(["backbone.bn1.weight"], [], [misShaped]).CheckBackbone(freezes: false));
        if (expected is null)
        {
            Assert.Null(error);
        }
        else
        {
            Assert.StartsWith(expected, Assert.IsType<InvalidDataException>(error).Message);
        }
    }

    [Theory]
    [InlineData("backbone.bn1.running_var", true)]
    [InlineData("backbone.layer1.0.bn1.running_var", true)]
    [InlineData("decoder.bn.running_var", false)]
    public void Weights_without_their_statistics_are_refused_where_these_are_to_be_frozen(string missing, bool isRefused)
    {
        var report = Report(["backbone.bn1.weight", "decoder.bn.weight"], [missing], []);
        report.CheckBackbone(freezes: false);
        var error = Record.Exception(() => report.CheckBackbone(freezes: true));
        Assert.Equal(isRefused, error is InvalidDataException);
        Assert.True(!isRefused || error!.Message.Contains($"lack batch statistics, such as {missing}, which frozen batch norm needs"));
    }

    private static WeightReport Report(string[] loaded, string[] missing, string[] misShaped) =>
        new("Weights 'x'", loaded, missing, misShaped, [], [], InputNormalization.Default, []);
}
