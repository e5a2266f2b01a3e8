using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Ass.MLNet.GpuBenchmark;

/// <summary>The libtorch that comes with a PyTorch, found and judged without running any of it.</summary>
/// <param name="Folder">Where its libraries are.</param>
/// <param name="Version">Such as <c>2.10.0+cu128</c>.</param>
internal sealed partial record PyTorchLibtorch(string Folder, string Version)
{
    /// <summary>What TorchSharp 0.107's LibTorchSharp is built for; libtorch's C++ interface differs from one minor version to the
    /// next.</summary>
    public const string UsualVersion = "2.10";

    /// <summary>Finds a libtorch of the right version.</summary>
    /// <param name="given">PyTorch's folder, the folder of its libraries, or an unpacked libtorch; null: ask Python.</param>
    /// <param name="python">The Python to ask.</param>
    /// <param name="withCuda">Whether a build for CPUs will not do.</param>
    /// <param name="builtFor">Major and minor version that the LibTorchSharp in use is built for.</param>
    /// <exception cref="InvalidOperationException">There is none, or of another version, or without CUDA; the message says so in a
    /// sentence.</exception>
    public static PyTorchLibtorch Find(string? given, string python, bool withCuda, string builtFor = UsualVersion)
    {
        string root = given ?? AskPython(python);
        string folder = new[] { root, Path.Combine(root, "lib"), Path.Combine(root, "torch", "lib") }.FirstOrDefault(f =>
            File.Exists(Path.Combine(f, "libtorch.so"))
        )
            ?? throw new InvalidOperationException($"There is no libtorch.so in '{root}', nor in 'lib' or 'torch/lib' there.");
        string version = ReadVersion(Path.GetDirectoryName(Path.GetFullPath(folder))!);
        if (!version.StartsWith(builtFor + ".", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(
                $"The libtorch in '{folder}' has version {version}, but LibTorchSharp is built for {builtFor}: install "
                    + $"torch=={builtFor}.*, or name another folder with --libtorch."
            );
        }

        if (withCuda && !File.Exists(Path.Combine(folder, "libtorch_cuda.so")))
        {
            throw new InvalidOperationException(
                $"The libtorch in '{folder}', version {version}, has no libtorch_cuda.so: it is a build without CUDA."
            );
        }
        return new PyTorchLibtorch(Path.GetFullPath(folder), version);
    }

    /// <summary>Where Python would import torch from; it is not imported.</summary>
    private static string AskPython(string python)
    {
        var start = new ProcessStartInfo(
            python,
            ["-c", "import importlib.util as u; s = u.find_spec('torch'); print(s.origin if s else '')"]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            string origin = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            if (Path.GetDirectoryName(origin) is { Length: > 0 } folder)
            {
                return folder;
            }
            throw new InvalidOperationException(
                (
                    $"'{python}' has no module torch; name its folder with --libtorch, or another Python with --python. "
                    + $"{error.Result.Trim()}"
                ).TrimEnd()
            );
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException(
                $"'{python}' cannot be run to ask where torch is ({e.Message}); name its folder with --libtorch, or another "
                    + "Python with --python."
            );
        }
    }

    /// <summary>From PyTorch's version.py, or an unpacked libtorch's build-version.</summary>
    private static string ReadVersion(string root)
    {
        string module = Path.Combine(root, "version.py");
        string file = Path.Combine(root, "build-version");
        if (File.Exists(module) && Assignment().Match(File.ReadAllText(module)) is { Success: true } match)
        {
            return match.Groups[1].Value;
        }
        return File.Exists(file)
            ? File.ReadAllText(file).Trim()
            : throw new InvalidOperationException(
                $"Which version the libtorch below '{root}' has is not known: there is no version.py that tells, and no build-version."
            );
    }

    [GeneratedRegex("""^__version__\s*(?::\s*\w+\s*)?=\s*['"]([^'"]+)['"]""", RegexOptions.Multiline)]
    private static partial Regex Assignment();
}
