using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class MLImageColumnsTests
{
    [Fact]
    public async Task AProgramMayLoadPlainImagesBeforeItTouchesTheLibrary()
    {
        using var program = ChildProcess.Start("Ass.MLNet.LoadApp");
        var error = program.StandardError.ReadToEndAsync();

        Assert.Equal("Image", (await program.StandardOutput.ReadToEndAsync()).Trim());
        await program.WaitForExitAsync();
        Assert.True(program.ExitCode == 0, await error);
    }

    [Fact]
    public void RegisteringAgainDoesNothing()
    {
        MLImageColumns.Register();
        MLImageColumns.Register();

        Assert.IsType<ImageDataViewType>(new MLContext().Data.LoadFromEnumerable([new Row()]).Schema["Image"].Type);
    }

    private sealed class Row
    {
        public MLImage? Image { get; set; }
    }
}
