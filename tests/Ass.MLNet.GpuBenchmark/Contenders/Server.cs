using System.Diagnostics;
using System.Text.Json;
using Ass.MLNet.Benchmarks;
using Ass.MLNet.Torch;
using TorchSharp;

namespace Ass.MLNet.GpuBenchmark;

/// <summary>Our side of a comparison, in a process of its own: each line read is a number of runs, each line written what they
/// took.</summary>
internal static class Server
{
    /// <summary>The line that asks for a count of operators instead of runs.</summary>
    public const string Count = "count";

    public static void Run(Arguments arguments)
    {
        var (device, version) = LibtorchLoading.Load(arguments);
        var chosen = arguments.Serves!;
        using var tf32 = TensorFloat32.Allow(chosen.Precision != "fp32");
        using IWork work =
            chosen.Work == "step"
                ? new StepWork(chosen, chosen.Size(arguments.OnCpu), device)
                : new ScoreWork(chosen, chosen.Size(arguments.OnCpu), device);
        var memory = new MemoryUse(device);
        Console.WriteLine(JsonSerializer.Serialize(new Answer { Version = $"libtorch {version}" }, Answer.Format));
        while (Console.ReadLine() is { } line)
        {
            if (line == Count)
            {
                Console.WriteLine(JsonSerializer.Serialize(CountOperators(work), Answer.Format));
                continue;
            }

            int runs = int.Parse(line, System.Globalization.CultureInfo.InvariantCulture);
            memory.Begin();
            Wait();
            long began = Stopwatch.GetTimestamp();
            for (int i = 0; i < runs; i++)
            {
                work.RunOnce();
            }
            var losses = work.Losses();
            Wait();
            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new Answer
                    {
                        Seconds = seconds,
                        Memory = memory.End(),
                        Losses = losses,
                    },
                    Answer.Format
                )
            );
        }

        void Wait()
        {
            if (device.type == DeviceType.CUDA)
            {
                torch.cuda.synchronize(device);
            }
        }
    }

    private static Answer CountOperators(IWork work)
    {
        if (!OperatorProfiler.IsAvailable)
        {
            return new Answer();
        }

        using var profiler = new OperatorProfiler();
        work.RunOnce();
        work.Losses();
        return new Answer { Calls = profiler.Operators.Sum(o => o.Calls), Kernels = profiler.Operators.Sum(o => o.Kernels) };
    }
}
