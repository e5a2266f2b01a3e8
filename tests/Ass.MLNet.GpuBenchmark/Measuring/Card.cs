using System.ComponentModel;
using System.Diagnostics;

namespace Ass.MLNet.GpuBenchmark;

/// <summary>What a figure is worth nothing without.</summary>
internal static class Card
{
    /// <summary>Name, memory and driver of a GPU, as NVIDIA's tool tells them.</summary>
    public static string Describe(string index)
    {
        try
        {
            using var tool = Process.Start(
                new ProcessStartInfo(
                    "nvidia-smi",
                    [$"--id={index}", "--query-gpu=name,memory.total,driver_version", "--format=csv,noheader"]
                )
                {
                    RedirectStandardOutput = true,
                }
            )!;
            string answer = tool.StandardOutput.ReadToEnd().Trim();
            tool.WaitForExit();
            return answer.Length > 0 ? $"{answer} (driver)" : "unknown GPU";
        }
        catch (Win32Exception)
        {
            return "unknown GPU (there is no nvidia-smi)";
        }
    }
}
