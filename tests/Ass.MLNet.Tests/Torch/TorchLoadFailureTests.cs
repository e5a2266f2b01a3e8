using Ass.MLNet.Torch;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class TorchLoadFailureTests
{
    private const string Tried = """
        Unable to load shared library 'LibTorchSharp' or one of its dependencies.
        /app/LibTorchSharp.so: cannot open shared object file: No such file or directory
        {0}
        /app/libLibTorchSharp: cannot open shared object file: No such file or directory
        """;

    private static readonly TorchPlatform Linux = new("linux-x64", HasLibtorch: true, HasTorchSharp: true);

    [Theory]
    [InlineData("linux-x64", "libtorch-cpu-linux-x64 2.10.0 (CPU) or TorchSharp-cuda-linux 0.107.0 (NVIDIA GPU)")]
    [InlineData("win-x64", "libtorch-cpu-win-x64 2.10.0 (CPU) or TorchSharp-cuda-windows 0.107.0 (NVIDIA GPU)")]
    [InlineData("osx-arm64", "libtorch-cpu-osx-arm64 2.10.0 (CPU).")]
    public void WithoutLibtorchThePlatformsPackagesAreNamed(string platform, string packages) =>
        Assert.Contains(
            packages,
            Explain("libtorch.so: cannot open shared object file: No such file or directory", new(platform, false, true))
        );

    [Theory]
    [InlineData("linux-arm64")]
    [InlineData("linux-musl-x64")]
    [InlineData("osx-x64")]
    [InlineData("win-x86")]
    public void APlatformWithoutPackagesIsSaidToHaveNone(string platform)
    {
        string message = Explain("libtorch.so: cannot open shared object file: No such file or directory", new(platform, false, false));

        Assert.Contains($"no native library for {platform}", message);
        Assert.Contains("linux-x64, win-x64 and osx-arm64", message);
    }

    [Theory]
    [InlineData(
        "/lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by /app/libLibTorchSharp.so)",
        "libstdc++.so.6 is too old",
        "AssWeakenLibstdcxx"
    )]
    [InlineData(
        "/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found (required by /app/libtorch_cpu.so)",
        "libc.so.6 is too old",
        "newer system"
    )]
    [InlineData("libtorch.so: wrong ELF class: ELFCLASS32", "another processor", "publish -r linux-x64")]
    [InlineData("/app/libLibTorchSharp.so: file too short", "damaged", "publish -r linux-x64")]
    [InlineData("/app/libLibTorchSharp.so: undefined symbol: _ZN5torch3jit", "another version", "2.10.0")]
    [InlineData(
        "libgomp.so.1: cannot open shared object file: No such file or directory",
        "libgomp.so.1 is missing",
        "apt-get install libgomp1"
    )]
    [InlineData(
        "libstdc++.so.6: cannot open shared object file: No such file or directory",
        "libstdc++.so.6 is missing",
        "apt-get install libstdc++6"
    )]
    [InlineData(
        "libc10.so: cannot open shared object file: No such file or directory",
        "libc10.so is missing",
        "beside the other native files"
    )]
    public void TheCauseIsNamedAndWhatToDo(string line, string cause, string advice)
    {
        string message = Explain(line, Linux);

        Assert.Contains(cause, message);
        Assert.Contains(advice, message);
        Assert.DoesNotContain("strace", message);
    }

    [Fact]
    public void TorchSharpsOwnLibraryMayBeMissing() =>
        Assert.Contains("publish -r linux-x64", Explain("", Linux with { HasTorchSharp = false }));

    [Fact]
    public void WhatIsNotKnownIsShownAsItCame() =>
        Assert.Contains(
            "cannot allocate memory in static TLS block",
            Explain("/app/libLibTorchSharp.so: cannot allocate memory in static TLS block", Linux)
        );

    private static string Explain(string line, TorchPlatform platform) => TorchLoadFailure.Explain(Tried.Replace("{0}", line), platform);
}
