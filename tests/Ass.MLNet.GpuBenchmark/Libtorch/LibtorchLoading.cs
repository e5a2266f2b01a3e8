using System.Runtime.InteropServices;
using Ass.MLNet.Torch;
using TorchSharp;

namespace Ass.MLNet.GpuBenchmark;

/// <summary>Gets libtorch into the process before TorchSharp's first call.</summary>
/// <remarks>
/// TorchSharp loads <c>LibTorchSharp</c> from beside the program, and that needs <c>libtorch.so</c>, <c>libtorch_cpu.so</c> and
/// <c>libc10.so</c>. The dynamic loader takes a library that is already in the process under that name, from whatever folder it came; so
/// PyTorch's are loaded first, by their full paths, and find NVIDIA's libraries themselves. A second libtorch beside the program would be
/// loaded as well, hence the refusal.
/// </remarks>
internal static class LibtorchLoading
{
    // libtorch_cuda registers its kernels when it is loaded.
    private static readonly string[] Libraries = ["libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"];

    private static bool IsBundled =>
        File.Exists(Path.Combine(AppContext.BaseDirectory, "libtorch_cpu.so"))
        || (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "")
            .Split(Path.PathSeparator)
            .Any(f => File.Exists(Path.Combine(f, "libtorch_cpu.so")));

    /// <returns>Where to compute, and libtorch's version.</returns>
    /// <exception cref="NoGpuException">There is no GPU that can be used.</exception>
    /// <exception cref="InvalidOperationException">There is no libtorch that can be used.</exception>
    public static (torch.Device Device, string Version) Load(Arguments arguments)
    {
        if (arguments.OnCpu && IsBundled)
        {
            NativeWarnings.Hide();
            return (torch.CPU, torch.__version__);
        }

        if (!arguments.OnCpu && !NativeLibrary.TryLoad("libcuda.so.1", out _))
        {
            throw new NoGpuException("No GPU can be used: NVIDIA's driver, libcuda.so.1, is not on this machine.");
        }
        if (IsBundled)
        {
            throw new InvalidOperationException(
                "This folder has a CPU build of libtorch, which leaves no room for PyTorch's: publish with -r linux-x64."
            );
        }
        var libtorch = PyTorchLibtorch.Find(arguments.Libtorch, arguments.Python, withCuda: !arguments.OnCpu, arguments.BuiltFor);
        foreach (string library in Libraries.Select(l => Path.Combine(libtorch.Folder, l)).Where(File.Exists))
        {
            NativeLibrary.Load(library);
        }
        if (arguments.OnCpu)
        {
            return (torch.CPU, libtorch.Version);
        }
        if (!torch.cuda.is_available() || torch.cuda.device_count() == 0)
        {
            throw new NoGpuException(
                $"No GPU can be used: CUDA does not start with libtorch {libtorch.Version}; the driver is too old for it, or no "
                    + "card is visible."
            );
        }
        return (torch.device(DeviceType.CUDA, 0), libtorch.Version);
    }
}
