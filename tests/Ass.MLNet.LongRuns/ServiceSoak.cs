using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Ass.MLNet;
using Microsoft.ML;

namespace LongRuns;

/// <summary>Many clients of examples/SegmentationService in a process of its own, one request in ten a bad picture, while its model's file
/// is replaced again and again. Every answer must be right, and the memory must stay flat.</summary>
internal static class ServiceSoak
{
    private const int BadOneIn = 10;

    /// <summary>Seconds between two replacements of the model's file.</summary>
    private const int ReplaceEvery = 15;

    /// <param name="service">SegmentationService.dll, built or published.</param>
    /// <param name="seconds">How long; at least 4.</param>
    /// <param name="clients">Requests at a time.</param>
    /// <param name="model">A graph; null: one is trained in seconds.</param>
    /// <returns>Whether all answers were right, and the memory did not grow.</returns>
    public static async Task<bool> RunAsync(string service, int seconds, int clients, string? model)
    {
        string folder = Directory.CreateTempSubdirectory("soak-service-").FullName;
        string served = Path.Combine(folder, "model.onnx");
        if (model is null)
        {
            Train(folder, served);
        }
        else
        {
            File.Copy(model, served);
        }

        var pictures = ServicePictures.Make(folder, served);
        using var process = Start(service, served, out string address, out var started);
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(60) };
            await FirstAnswerAsync(client, process, pictures[0], started);
            return await LoadAsync(client, process, pictures, served, seconds, clients);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<bool> LoadAsync(
        HttpClient client,
        Process process,
        IReadOnlyList<ServicePicture> pictures,
        string served,
        int seconds,
        int clients
    )
    {
        var bad = ServicePictures.Bad(pictures);
        var latencies = new List<double>[clients];
        int wrong = 0,
            refused = 0;
        var clock = Stopwatch.StartNew();
        var cpu = process.TotalProcessorTime;
        var load = Enumerable
            .Range(0, clients)
            .Select(number =>
                Task.Run(async () =>
                {
                    var random = new Random(number);
                    latencies[number] = [];
                    while (clock.Elapsed.TotalSeconds < seconds)
                    {
                        bool isBad = random.Next(BadOneIn) == 0;
                        var picture = isBad ? bad[random.Next(bad.Count)] : pictures[random.Next(pictures.Count)];
                        long begun = Stopwatch.GetTimestamp();
                        bool right = await AskAsync(client, picture);
                        if (!right)
                        {
                            Interlocked.Increment(ref wrong);
                        }

                        if (isBad)
                        {
                            Interlocked.Increment(ref refused);
                        }
                        else
                        {
                            latencies[number].Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                        }
                    }
                })
            )
            .ToList();

        var memory = await WatchAsync(process, served, clock, seconds);
        await Task.WhenAll(load);
        double elapsed = clock.Elapsed.TotalSeconds;
        process.Refresh();
        double[] sorted = [.. latencies.SelectMany(all => all).Order()];
        double At(double share) => sorted[(int)(share * (sorted.Length - 1))];
        double cost = (process.TotalProcessorTime - cpu).TotalMilliseconds / sorted.Length;
        Console.WriteLine(
            $"{sorted.Length} pictures segmented, {refused} refused, {wrong} wrong answers in {elapsed:0} s with {clients} clients: "
                + $"{sorted.Length / elapsed:0.0} pictures/s, {cost:0} ms of processor time each; "
                + $"p50 {At(0.5):0} ms, p95 {At(0.95):0} ms, p99 {At(0.99):0} ms, most {sorted[^1]:0} ms"
        );
        int quarter = Math.Max(1, memory.Count / 4);
        double early = Median(memory[quarter..(2 * quarter)]),
            late = Median(memory[^quarter..]);
        Console.WriteLine($"resident, median of the second quarter {early:0} MiB, of the last {late:0} MiB, most {memory.Max():0} MiB");
        return wrong == 0 && late < (1.1 * early) + 20;
    }

    /// <summary>The resident memory of every second, in MiB, while the model is replaced.</summary>
    private static async Task<List<double>> WatchAsync(Process process, string served, Stopwatch clock, int seconds)
    {
        var memory = new List<double>();
        for (int second = 1; second <= seconds; second++)
        {
            await Task.Delay(TimeSpan.FromSeconds(Math.Max(0, second - clock.Elapsed.TotalSeconds)));
            process.Refresh();
            memory.Add(process.WorkingSet64 / 1048576.0);
            if (second % ReplaceEvery == 0)
            {
                Console.WriteLine($"{second, 5} s: resident {memory[^1]:0} MiB; the model is replaced");
                File.Copy(served, served + ".new");
                File.Move(served + ".new", served, overwrite: true);
            }
        }

        return memory;
    }

    private static async Task<bool> AskAsync(HttpClient client, ServicePicture picture)
    {
        using var content = new ByteArrayContent(picture.File);
        using var answer = await client.PostAsync("/segment?format=ids", content);
        byte[] body = await answer.Content.ReadAsByteArrayAsync();
        bool isExpected = picture.Status is { } status
            ? answer.StatusCode == status
            : answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge;
        if (isExpected && (picture.Mask is null || body.AsSpan().SequenceEqual(picture.Mask)))
        {
            return true;
        }

        Console.WriteLine($"{picture.Name}: {(int)answer.StatusCode} instead of {(int?)picture.Status}, or another mask");
        return false;
    }

    private static async Task FirstAnswerAsync(HttpClient client, Process process, ServicePicture picture, Stopwatch started)
    {
        while (true)
        {
            try
            {
                if (await AskAsync(client, picture))
                {
                    break;
                }
            }
            catch (HttpRequestException) when (!process.HasExited && started.Elapsed < TimeSpan.FromMinutes(1)) { }

            await Task.Delay(10);
        }

        process.Refresh();
        Console.WriteLine($"first answer {started.Elapsed.TotalSeconds:0.00} s after the start, resident {process.WorkingSet64 >> 20} MiB");
    }

    private static Process Start(string service, string model, out string address, out Stopwatch started)
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        }

        bool isProgram = !service.EndsWith(".dll", StringComparison.Ordinal);
        var start = new ProcessStartInfo(isProgram ? service : "dotnet")
        {
            WorkingDirectory = Path.GetDirectoryName(Path.GetFullPath(service)),
        };
        string[] arguments = ["--urls", address, "--model", model, "--Logging:LogLevel:Default", "Warning"];
        foreach (string argument in isProgram ? arguments : [Path.GetFullPath(service), .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        started = Stopwatch.StartNew();
        return Process.Start(start)!;
    }

    private static void Train(string folder, string path)
    {
        var ml = new MLContext(seed: 1);
        string data = Path.Combine(folder, "data");
        Pictures.Write(data, count: 12);
        using var model = ml
            .Transforms.AssSegmentation(Training.Options(steps: 30))
            .Fit(
                ml.Data.LoadSegmentation(
                    Training.Set(data, "source").AsSource(),
                    Training.Set(data, "target").AsTarget(labeled: 6, seed: 1)
                )
            );
        model.SaveOnnx(path);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
