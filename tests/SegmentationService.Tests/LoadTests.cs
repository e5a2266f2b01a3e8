using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace SegmentationService.Tests;

public sealed class LoadTests
{
    private static readonly byte[] Picture = Requests.Png(30, 20);

    /// <summary>Half of it is more than the 64 KiB that may be on their way, so when that is sent, the service has begun to read.</summary>
    private static readonly byte[] Large = Requests.Png(600, 400);

    /// <summary>A client that follows redirections reads a body to its end before it sends any of it.</summary>
    private static readonly WebApplicationFactoryClientOptions Unbuffered = new() { AllowAutoRedirect = false, HandleCookies = false };

    [Fact]
    public async Task Beyond_the_running_and_the_waiting_requests_are_told_to_come_back()
    {
        using var service = TestService.Start("MaxConcurrent", "1", "MaxQueued", "1");
        using var client = service.CreateClient();
        var model = service.Models[0];
        await model.Begun.WaitAsync(); // the trial's
        model.Gate.Reset();

        var running = client.SegmentAsync(Picture);
        Assert.True(await model.Begun.WaitAsync(Eventually.Patience));
        var waiting = client.SegmentAsync(Picture);
        var turns = service.Services.GetRequiredService<ConcurrencyLimiter>();
        Assert.True(SpinWait.SpinUntil(() => turns.GetStatistics()?.CurrentQueuedCount == 1, Eventually.Patience));
        var refused = await client.SegmentAsync(Picture);

        Assert.Contains("busy", await refused.ProblemAsync(HttpStatusCode.ServiceUnavailable));
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
        Assert.True((await client.GetAsync("/health")).IsSuccessStatusCode);

        model.Gate.Set();
        await (await running).BytesAsync("image/png");
        await (await waiting).BytesAsync("image/png");
        await (await client.SegmentAsync(Picture)).BytesAsync("image/png");
        Assert.Equal(1, model.MostRunning);
    }

    [Fact]
    public async Task As_many_pictures_as_allowed_are_segmented_at_once()
    {
        using var service = TestService.Start("MaxConcurrent", "3", "MaxQueued", "20");
        using var client = service.CreateClient();
        var model = service.Models[0];
        await model.Begun.WaitAsync();
        model.Gate.Reset();

        var requests = Enumerable.Range(0, 12).Select(_ => client.SegmentAsync(Picture)).ToList();
        for (int i = 0; i < 3; i++)
        {
            Assert.True(await model.Begun.WaitAsync(Eventually.Patience));
        }

        Assert.False(await model.Begun.WaitAsync(TimeSpan.FromMilliseconds(100)));
        model.Gate.Set();
        Assert.All(await Task.WhenAll(requests), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(3, model.MostRunning);
    }

    [Fact]
    public async Task A_slow_upload_does_not_take_the_turn_of_others()
    {
        using var service = TestService.Start("MaxConcurrent", "1", "MaxQueued", "2");
        using var client = service.CreateClient(Unbuffered);
        Assert.True(Large.Length > 2 * 65536);
        using var slow = new SlowContent(Large);
        var upload = client.PostAsync("/segment?format=ids", slow);
        await slow.HalfSent;

        await (await client.SegmentAsync(Picture)).BytesAsync("image/png");

        Assert.False(upload.IsCompleted);
        slow.GoOn();
        Assert.Equal(Requests.Mask(Large).EncodeIds(), await (await upload).BytesAsync("image/png"));
    }

    [Fact]
    public async Task Uploads_count_among_the_requests_that_are_bounded()
    {
        using var service = TestService.Start("MaxConcurrent", "1", "MaxQueued", "1");
        using var client = service.CreateClient(Unbuffered);
        SlowContent[] slow = [new(Large), new(Large)];
        var uploads = slow.Select(content => client.PostAsync("/segment?format=ids", content)).ToList();
        await Task.WhenAll(slow.Select(content => content.HalfSent));

        Assert.Contains("busy", await (await client.SegmentAsync(Picture)).ProblemAsync(HttpStatusCode.ServiceUnavailable));

        Array.ForEach(slow, content => content.GoOn());
        Assert.All(await Task.WhenAll(uploads), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        await (await client.SegmentAsync(Picture)).BytesAsync("image/png");
    }

    [Fact]
    public async Task Senders_that_give_up_leave_their_places_to_others()
    {
        using var service = TestService.Start("MaxConcurrent", "1", "MaxQueued", "1");
        using var client = service.CreateClient();
        var model = service.Models[0];
        await model.Begun.WaitAsync();
        model.Gate.Reset();
        var running = client.SegmentAsync(Picture);
        Assert.True(await model.Begun.WaitAsync(Eventually.Patience));

        for (int i = 0; i < 5; i++)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
            using var content = new ByteArrayContent(Picture);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.PostAsync("/segment", content, patience.Token));
        }

        var waiting = client.SegmentAsync(Picture);
        model.Gate.Set();
        await (await running).BytesAsync("image/png");
        await (await waiting).BytesAsync("image/png");
        Assert.Empty(service.Log);
    }

    [Fact]
    public async Task Requests_that_run_when_the_service_is_told_to_stop_are_answered()
    {
        using var service = new TestService();
        service.PutModel("0");
        service.UseKestrel(0);
        service.StartServer();
        using var client = service.CreateClient();
        var model = service.Models[0];
        await model.Begun.WaitAsync();
        model.Gate.Reset();
        var running = client.SegmentAsync(Picture);
        Assert.True(await model.Begun.WaitAsync(Eventually.Patience));

        var stopped = Task.Run(() => service.Services.GetRequiredService<IHost>().StopAsync());
        await Task.Delay(300);
        Assert.False(stopped.IsCompleted);
        model.Gate.Set();

        Assert.Equal(Requests.Mask(Picture).EncodeIds(), await (await running).BytesAsync("image/png"));
        await stopped;
    }

    /// <summary>Half of a picture, and the rest when it is told to go on.</summary>
    private sealed class SlowContent(byte[] file) : HttpContent
    {
        private readonly TaskCompletionSource _half = new(),
            _goOn = new();

        public Task HalfSent => _half.Task;

        public void GoOn() => _goOn.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(file.AsMemory(0, file.Length / 2));
            await stream.FlushAsync();
            _half.SetResult();
            await _goOn.Task;
            await stream.WriteAsync(file.AsMemory(file.Length / 2));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
