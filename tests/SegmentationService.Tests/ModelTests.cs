using System.Net;
using SegmentationService.Models;
using Xunit;

namespace SegmentationService.Tests;

public sealed class ModelTests
{
    private static readonly byte[] Picture = Requests.Png(100, 10);

    // Masks of the model that shifts classes by 0 to 3.
    private static readonly byte[][] Masks = [.. Enumerable.Range(0, 4).Select(shift => Requests.Mask(Picture, shift).EncodeIds())];

    [Fact]
    public async Task A_new_file_is_served_without_a_failed_request_and_the_old_model_is_disposed()
    {
        using var service = TestService.Start("MaxConcurrent", "4");
        using var client = service.CreateClient();
        using var stop = new CancellationTokenSource();
        var seen = new int[4];
        var load = Enumerable
            .Range(0, 4)
            .Select(_ =>
                Task.Run(async () =>
                {
                    int shift = 0;
                    while (!stop.IsCancellationRequested)
                    {
                        byte[] ids = await (await client.SegmentAsync(Picture)).BytesAsync("image/png");
                        int now = Array.FindIndex(Masks, mask => mask.SequenceEqual(ids));
                        Assert.True(now >= shift, $"A mask of the model {now} after one of {shift}.");
                        shift = now;
                        Interlocked.Increment(ref seen[now]);
                    }
                })
            )
            .ToList();

        for (int shift = 1; shift < 4; shift++)
        {
            service.PutModel($"{shift}");
            await Eventually.TrueAsync(() => Volatile.Read(ref seen[shift]) > 10);
        }

        await stop.CancelAsync();
        await Task.WhenAll(load);
        await Eventually.TrueAsync(() => service.Models.Take(3).All(model => model.IsDisposed));
        Assert.Equal(4, service.Models.Count);
        Assert.False(service.Models[3].IsDisposed);
    }

    [Fact]
    public async Task A_running_request_ends_on_the_model_that_it_began_with()
    {
        using var service = TestService.Start();
        using var client = service.CreateClient();
        var old = service.Models[0];
        old.Gate.Reset();
        await old.Begun.WaitAsync(); // the trial's
        var running = client.SegmentAsync(Picture);
        Assert.True(await old.Begun.WaitAsync(Eventually.Patience));

        service.PutModel("1");
        await Eventually.TrueAsync(() => service.Models.Count == 2);
        await Eventually.TrueAsync(async () =>
            (await (await client.SegmentAsync(Picture)).BytesAsync("image/png")).SequenceEqual(Masks[1])
        );

        Assert.False(old.IsDisposed);
        old.Gate.Set();
        Assert.Equal(Masks[0], await (await running).BytesAsync("image/png"));
        await Eventually.TrueAsync(() => old.IsDisposed);
    }

    [Theory]
    [InlineData("not a model", "is not a model")]
    [InlineData("-1", "loads and does not run")]
    public async Task A_broken_new_file_is_logged_and_the_old_model_stays(string content, string reason)
    {
        using var service = TestService.Start();
        using var client = service.CreateClient();

        service.PutModel(content);
        await Eventually.TrueAsync(() => service.Log.Any(line => line.Contains(reason)));
        Assert.Equal(Masks[0], await (await client.SegmentAsync(Picture)).BytesAsync("image/png"));
        Assert.False(service.Models[0].IsDisposed);
        Assert.All(service.Models.Skip(1), model => Assert.True(model.IsDisposed));

        service.PutModel("2");
        await Eventually.TrueAsync(async () =>
            (await (await client.SegmentAsync(Picture)).BytesAsync("image/png")).SequenceEqual(Masks[2])
        );
    }

    [Fact]
    public async Task A_model_that_cannot_be_loaded_for_the_moment_is_tried_again()
    {
        using var service = TestService.Start("PollSeconds", "0.1");
        using var client = service.CreateClient();
        for (int i = 0; i < 3; i++)
        {
            service.LoadFailures.Enqueue(new IOException($"No space left on device : '/tmp/ass-model-{i}'"));
        }

        service.PutModel("1");

        await Eventually.TrueAsync(async () =>
            (await (await client.SegmentAsync(Picture)).BytesAsync("image/png")).SequenceEqual(Masks[1])
        );
        Assert.Empty(service.LoadFailures);
        Assert.Contains("ass-model-0", Assert.Single(service.Log));
    }

    [Fact]
    public async Task A_model_that_is_wrong_itself_is_not_tried_again()
    {
        using var service = TestService.Start("PollSeconds", "0.1");
        using var client = service.CreateClient();
        service.LoadFailures.Enqueue(new InvalidOperationException("It is wrong.", new FormatException("damaged", new IOException())));

        service.PutModel("1");
        await Eventually.TrueAsync(() => service.Log.Any(line => line.Contains("It is wrong")));
        await Task.Delay(1000);

        Assert.Equal(Masks[0], await (await client.SegmentAsync(Picture)).BytesAsync("image/png"));
        Assert.Single(service.Log);
    }

    [Fact]
    public async Task A_file_that_is_written_in_place_is_loaded_when_it_is_whole()
    {
        using var service = TestService.Start();
        using var client = service.CreateClient();

        await using (var file = new StreamWriter(service.ModelPath) { AutoFlush = true })
        {
            foreach (char c in "broken half\b")
            {
                await file.WriteAsync(c);
                await Task.Delay(20);
            }

            file.BaseStream.SetLength(0);
            await file.WriteAsync("3");
        }

        await Eventually.TrueAsync(async () =>
            (await (await client.SegmentAsync(Picture)).BytesAsync("image/png")).SequenceEqual(Masks[3])
        );
        Assert.Empty(service.Log);
    }

    [Fact]
    public async Task A_model_may_come_later_and_stays_when_its_file_goes()
    {
        using var service = new TestService();
        using var client = service.CreateClient();

        Assert.Contains("no model", await (await client.GetAsync("/health")).ProblemAsync(HttpStatusCode.ServiceUnavailable));
        await (await client.GetAsync("/classes")).ProblemAsync(HttpStatusCode.ServiceUnavailable);
        var refused = await client.SegmentAsync(Picture);
        await refused.ProblemAsync(HttpStatusCode.ServiceUnavailable);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
        Assert.Contains(service.Log, line => line.Contains(service.ModelPath) && line.Contains("missing"));

        service.PutModel("1");
        await Eventually.TrueAsync(async () => (await client.GetAsync("/health")).IsSuccessStatusCode);
        File.Delete(service.ModelPath);
        await Task.Delay(500);
        Assert.Equal(Masks[1], await (await client.SegmentAsync(Picture)).BytesAsync("image/png"));
    }

    /// <summary>As Kubernetes replaces mounted files: the file in the watched folder is a link that does not change, so nothing is told of
    /// the change, and only looking finds it.</summary>
    [Fact]
    public async Task A_change_that_the_system_does_not_tell_of_is_found_by_looking()
    {
        using var service = new TestService("PollSeconds", "0.1");
        await File.WriteAllTextAsync(service.Folder.At("1/model.onnx"), "1");
        await File.WriteAllTextAsync(service.Folder.At("2/model.onnx"), "2");
        foreach (string file in (string[])["1/model.onnx", "2/model.onnx"])
        {
            File.SetLastWriteTimeUtc(service.Folder.At(file), DateTime.UnixEpoch);
        }

        string current = service.Folder.At("current");
        Directory.CreateSymbolicLink(current, service.Folder.At("1"));
        File.CreateSymbolicLink(service.ModelPath, Path.Combine(current, "model.onnx"));
        using var client = service.CreateClient();
        Assert.Equal(Masks[1], await (await client.SegmentAsync(Picture)).BytesAsync("image/png"));

        Directory.CreateSymbolicLink(current + ".new", service.Folder.At("2"));
        Directory.Delete(current);
        Directory.Move(current + ".new", current);

        await Eventually.TrueAsync(async () =>
            (await (await client.SegmentAsync(Picture)).BytesAsync("image/png")).SequenceEqual(Masks[2])
        );
    }

    [Fact]
    public void A_circle_of_links_is_no_file()
    {
        using var service = new TestService();
        File.CreateSymbolicLink(service.ModelPath, service.ModelPath + "/inner");

        Assert.Null(FileStamp.Of(service.ModelPath));
        Assert.Null(FileStamp.Of(service.Folder.At("missing")));
    }

    [Fact]
    public async Task Health_and_classes_say_what_is_in_service()
    {
        var before = DateTimeOffset.UtcNow;
        using var service = TestService.Start();
        using var client = service.CreateClient();

        var health = await (await client.GetAsync("/health")).JsonAsync();
        Assert.Equal("model.onnx", health.GetProperty("model").GetString());
        Assert.Equal(FakeModel.Classes, health.GetProperty("classes").EnumerateArray().Select(c => c.GetString()));
        Assert.InRange(health.GetProperty("loadedAt").GetDateTimeOffset(), before, DateTimeOffset.UtcNow);

        var classes = (await (await client.GetAsync("/classes")).JsonAsync()).EnumerateArray().ToList();
        Assert.Equal(FakeModel.Classes, classes.Select(c => c.GetProperty("name").GetString()));
        Assert.Equal("#4682b4", classes[3].GetProperty("color").GetString()); // Cityscapes' sky
    }
}
