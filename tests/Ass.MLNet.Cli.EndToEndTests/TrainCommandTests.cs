using System.Text.Json;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class TrainCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_preset_sets_what_is_not_given_and_the_run_says_all_of_it()
    {
        for (int i = 0; i < 2; i++)
        {
            _folder.Plain($"game/images/{i}.png", 40, 32, 200, 100, 50);
            _folder.Grey($"game/labels/{i}.png", 40, [.. Enumerable.Range(0, 40 * 32).Select(p => (byte)(p / 640))]);
        }

        string run = _folder.At("run");
        var (code, output, error) = await CommandLine.Run(
            "train",
            "--source",
            $"folder:{_folder.Root}/game",
            "--classes",
            "a,b",
            "--recipe",
            "source-only",
            "--preset",
            "synthia-to-cityscapes",
            "--network",
            "mobilenetv2",
            "--multi-level",
            "false",
            "--output-stride",
            "32",
            "--iterations",
            "1",
            "--source-size",
            "40x32",
            "--no-flip",
            "false",
            "--no-tf32",
            "--output",
            run
        );

        Assert.True(code == 0, output + error);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(run, "options.json")));
        var training = json.RootElement.GetProperty("training");
        Assert.Equal(("On1x1", "FrozenAffine", "Bicubic"), (Text("bottleneckStride"), Text("batchNorm"), Text("interpolation")));
        Assert.Equal(
            (2, 250_000, 512),
            (
                training.GetProperty("asppBranches").GetInt32(),
                training.GetProperty("decayIterations").GetInt32(),
                training.GetProperty("targetSize").GetProperty("height").GetInt32()
            )
        );
        Assert.False(training.GetProperty("multiLevel").GetBoolean());
        Assert.True(training.GetProperty("horizontalFlip").GetBoolean());
        Assert.False(training.GetProperty("allowTF32").GetBoolean());

        // A default that does not hold is not written down as if it did.
        var words = json.RootElement.GetProperty("commandLine");
        Assert.Equal("synthia-to-cityscapes", words.GetProperty("preset").GetString());
        Assert.False(words.TryGetProperty("aspp-branches", out _));

        string Text(string name) => training.GetProperty(name).GetString()!;
    }

    [Fact]
    public async Task A_run_that_goes_on_keeps_its_preset()
    {
        for (int i = 0; i < 2; i++)
        {
            _folder.Plain($"mine/images/{i}.png", 64, 64, 200, 100, 50);
            _folder.Grey($"mine/labels/{i}.png", 64, [.. Enumerable.Range(0, 64 * 64).Select(p => (byte)(p / 2048))]);
        }
        string[] words = ["train", "--target", $"folder:{_folder.Root}/mine", "--classes", "a,b", "--recipe", "target-only", "--output"];

        var begun = await CommandLine.Run([.. words, _folder.At("few"), "--preset", "few-labels", "--iterations", "1"]);
        Assert.True(begun.Code == 0, begun.Output + begun.Error);
        var resumed = await CommandLine.Run([.. words, _folder.At("few"), "--iterations", "2", "--resume", "--allow-changes"]);
        Assert.True(resumed.Code == 0, resumed.Output + resumed.Error);
        Assert.Equal(("few-labels", "SwiftNetResNet18"), await Settings("few"));

        // A preset that nobody has named is written down, too.
        var implied = await CommandLine.Run([.. words, _folder.At("implied"), "--iterations", "1", "--crop", "64x64"]);
        Assert.True(implied.Code == 0, implied.Output + implied.Error);
        Assert.Equal(("cpu", "DeepLabV2ResNet18"), await Settings("implied"));

        async Task<(string? Preset, string? Network)> Settings(string run)
        {
            using var json = JsonDocument.Parse(await File.ReadAllTextAsync(_folder.At($"{run}/options.json")));
            var root = json.RootElement;
            return (
                root.GetProperty("commandLine").GetProperty("preset").GetString(),
                root.GetProperty("training").GetProperty("network").GetString()
            );
        }
    }

    [Fact]
    public async Task Another_preset_is_refused()
    {
        var (code, _, error) = await CommandLine.RunProcess(
            "train",
            "--source",
            $"folder:{_folder.Root}",
            "--recipe",
            "source-only",
            "--preset",
            "gta6",
            "--output",
            _folder.At("run")
        );
        Assert.Equal(2, code);
        Assert.Contains("gta6", error);
    }
}
