using Ass.MLNet.Tests;
using Xunit;

namespace SegmentationService.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Defaults_with_a_model_are_right() => Assert.Empty(ServiceOptionsCheck.Problems(new() { Model = "model.onnx" }));

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var wrong = new ServiceOptions
        {
            Model = Path.GetTempPath(),
            MaxBodyBytes = 0,
            MaxPixels = long.MaxValue,
            MaxConcurrent = 0,
            MaxQueued = -1,
            Threads = -2,
            PollSeconds = double.NaN,
        };

        var failures = ServiceOptionsCheck.Problems(wrong).ToList();

        Assert.Equal(7, failures.Count);
        Assert.Contains("which is a folder", failures[0]);
        Assert.Contains("MaxPixels is 9223372036854775807; it must be from 1 to 500000000.", failures);
        Assert.Contains("MaxQueued is -1; it must be from 0 to 10000.", failures);
        Assert.Contains("PollSeconds is NaN; it must be from 0.1 to 86400.", failures);
    }

    [Theory]
    [InlineData("Model is not set: name the file of the model")]
    [InlineData("The option '--modle' is not known; the service's are --model, --max-body-bytes", "--modle", "model.onnx")]
    [InlineData("The option '--max-pixel' is not known", "--model=model.onnx", "--max-pixel=5")]
    [InlineData("The option '--max_pixels' is not known", "--model", "model.onnx", "--max_pixels", "5")]
    [InlineData("The option '--MaxPixels' is not known", "--model", "model.onnx", "--MaxPixels=5")]
    [InlineData("'stray' is no option", "--model", "model.onnx", "stray")]
    [InlineData("The service cannot start: ", "--model", "model.onnx", "--urls", "localhost18080")]
    [InlineData("Threads is -1; it must be", "--model", "model.onnx", "--threads", "-1")]
    [InlineData("MaxPixel", "--model", "model.onnx", "--Segmentation:MaxPixel", "5")]
    [InlineData("'many'", "--model", "model.onnx", "--max-pixels", "many")]
    public async Task The_program_says_what_is_wrong_and_ends(string message, params string[] arguments)
    {
        using var program = ChildProcess.Start("SegmentationService", arguments);
        string errors = await program.StandardError.ReadToEndAsync();
        await program.WaitForExitAsync();

        Assert.Equal(2, program.ExitCode);
        Assert.Contains(message, errors);
        Assert.DoesNotContain("   at ", errors);
    }

    [Fact]
    public void Threads_are_shared_by_the_pictures_that_are_segmented_at_once()
    {
        Assert.Equal(5, new ServiceOptions { Threads = 5 }.ThreadsPerPicture);
        Assert.Equal(Environment.ProcessorCount, new ServiceOptions { MaxConcurrent = 1 }.ThreadsPerPicture);
        Assert.Equal(1, new ServiceOptions { MaxConcurrent = 10_000 }.ThreadsPerPicture);
    }
}
