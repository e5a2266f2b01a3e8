using System.Diagnostics;
using System.Globalization;
using TorchSharp;

namespace Ass.MLNet.Benchmarks;

/// <summary>The same step in plain PyTorch, in a Python process that waits between steps. ResNet-18 with learned batch norm only.</summary>
internal sealed class PyTorchStep : IWork
{
    private const string Script = "pytorch_step.py";

    // The first one on the path, and where Debian's package goes.
    private static readonly string? Interpreter = new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(CanImport);

    private readonly Process _python;
    private readonly string _version;

    public PyTorchStep(StepSetting setting)
    {
        var start = new ProcessStartInfo(Interpreter!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (
            object argument in new object[]
            {
                Path.Combine(AppContext.BaseDirectory, "Peers", Script),
                setting.Width,
                setting.Height,
                setting.OutputStride,
                setting.ClassCount,
                torch.get_num_threads(),
            }
        )
        {
            start.ArgumentList.Add($"{argument}");
        }

        _python = Process.Start(start)!;
        _version = Read();
    }

    public int ProcessId => _python.Id;

    /// <summary>Whether Python and PyTorch are there.</summary>
    public static bool IsAvailable => Interpreter is not null;

    public void Run() => Ask("step");

    /// <summary>The version, and what its own matrix multiplication does on this machine.</summary>
    public string Describe()
    {
        double rate = double.Parse(Ask("sgemm"), CultureInfo.InvariantCulture) / 1e9;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{_version} multiplies matrices at {rate:0.0} GFLOP/s (Debian builds it on a generic, slow BLAS)."
        );
    }

    public void Dispose()
    {
        _python.StandardInput.Close();
        _python.WaitForExit();
        _python.Dispose();
    }

    private string Ask(string command)
    {
        _python.StandardInput.WriteLine(command);
        _python.StandardInput.Flush();
        return Read();
    }

    private string Read() => _python.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{Script} ended.");

    private static bool CanImport(string interpreter)
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo(interpreter, ["-c", "import torch"]) { RedirectStandardError = true })!;
            python.StandardError.ReadToEnd();
            python.WaitForExit();
            return python.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
