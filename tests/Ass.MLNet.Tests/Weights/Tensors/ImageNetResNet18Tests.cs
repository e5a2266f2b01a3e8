using Ass.MLNet.Weights.Tensors;
using Xunit;

namespace Ass.MLNet.Tests;

public class ImageNetResNet18Tests
{
    [Fact]
    public void Finds_the_model_that_the_package_puts_beside_the_application() =>
        Assert.True(new FileInfo(ImageNetResNet18.Locate()).Length > 60_000_000);

    [Fact]
    public void Says_which_package_to_add_and_where_it_looked()
    {
        string elsewhere = Path.Combine(Path.GetTempPath(), "an application without the package");

        var error = Assert.Throws<FileNotFoundException>(() => ImageNetResNet18.Locate(elsewhere));

        Assert.Contains("dotnet add package Microsoft.ML.DnnImageFeaturizer.ResNet18", error.Message);
        Assert.Contains(Path.Combine(elsewhere, "DnnImageModels", "ResNet18Onnx", "ResNet18.onnx"), error.Message);
    }
}
