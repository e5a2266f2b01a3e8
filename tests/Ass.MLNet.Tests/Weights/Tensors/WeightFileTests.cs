using Ass.MLNet.Weights;
using Ass.MLNet.Weights.Tensors;
using Xunit;

namespace Ass.MLNet.Tests;

public class WeightFileTests
{
    [Theory]
    [InlineData("some text, which is no model")]
    [InlineData("\u0089PNG\r\n")]
    [InlineData("")]
    public void Another_file_is_an_error_that_says_what_was_expected(string content)
    {
        using var file = new TemporaryFile(System.Text.Encoding.Latin1.GetBytes(content));
        var error = Assert.Throws<InvalidDataException>(() => WeightFormats.Open(file.Path));
        Assert.Contains(file.Path, error.Message);
        Assert.Contains("safetensors", error.Message);
    }

    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "a pointer of Git LFS", "git lfs pull")]
    [InlineData("\n <!DOCTYPE html><html><body>Sign in</body></html>", "an HTML page", "in a browser")]
    [InlineData("<HTML>404</HTML>", "an HTML page", "in a browser")]
    [InlineData("<?xml version=\"1.0\"?><Error>AccessDenied</Error>", "an XML text", "server's error")]
    [InlineData("{\"error\": \"not found\"}", "a JSON text", "server's error")]
    [InlineData("", "empty (0 bytes)", "download")]
    [InlineData("\u001f\u008b\b\0", "gzip", "unpack")]
    [InlineData("\u0089HDF\r\n", "HDF5", "Keras")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0", "begin with zeros", "broke off")]
    public void What_downloads_and_version_control_leave_is_called_by_its_name(string content, string what, string advice)
    {
        using var file = new TemporaryFile(System.Text.Encoding.Latin1.GetBytes(content));
        string error = Assert.Throws<InvalidDataException>(() => WeightFormats.Open(file.Path)).Message;
        Assert.Contains(what, error);
        Assert.Contains(advice, error);
    }

    [Fact]
    public void Archives_folders_and_downloads_that_broke_off_are_called_by_their_names()
    {
        using var folder = new TestFolder();
        string tar = folder.At("weights.pth.tar");
        using (var writer = new System.Formats.Tar.TarWriter(File.Create(tar)))
        {
            writer.WriteEntry(WeightFiles.Fixture("plain-zip.pth"), "plain-zip.pth");
        }

        Assert.Contains("is a tar archive: unpack it", Assert.Throws<InvalidDataException>(() => WeightFormats.Open(tar)).Message);
        foreach (string whole in new[] { "plain-zip.pth", "plain-legacy.pth", "plain.safetensors" })
        {
            string cut = folder.Bytes(whole, File.ReadAllBytes(WeightFiles.Fixture(whole))[..^300]);
            Assert.Contains("a download that broke off", Assert.Throws<InvalidDataException>(() => WeightFormats.Open(cut)).Message);
        }

        Assert.Contains($"'{folder.Root}' is a folder", Assert.Throws<IOException>(() => WeightFormats.Open(folder.Root)).Message);
    }

    [Fact]
    public void An_archive_of_something_else_is_an_error()
    {
        using var file = new TemporaryFile(PyTorchFiles.Zip(System.IO.Compression.CompressionLevel.Optimal, ("a.txt", [1, 2, 3])));
        Assert.Contains(
            "a zip archive of something else",
            Assert.Throws<InvalidDataException>(() => WeightFormats.Open(file.Path)).Message
        );
    }

    [Fact]
    public void The_content_decides_not_the_name()
    {
        using var file = new TemporaryFile(File.ReadAllBytes(WeightFiles.Fixture("plain.safetensors"))); // is called .onnx
        using WeightFile opened = WeightFormats.Open(file.Path);
        Assert.Equal("safetensors", opened.Format);
    }

    [Theory]
    [InlineData("conv1.weight", float.NaN, "a finite number was expected at element 1 of conv1.weight, found NaN")]
    [InlineData("conv1.weight", float.PositiveInfinity, "a finite number")]
    [InlineData("bn1.running_var", -1, "a variance was expected at element 1 of bn1.running_var, found -1")]
    public void Values_that_would_spoil_a_network_are_an_error(string name, float bad, string expected)
    {
        byte[] pickle = PickleWriter.Write(p => p.Op("}").Text(name).Tensor("0", 2, 0, [2], [1], legacy: false).Op("s"));
        var error = Assert.Throws<InvalidDataException>(() => WeightFiles.Read(PyTorchFiles.Zip(pickle, ("0", [1, bad]))));
        Assert.Contains(expected, error.Message);
    }
}
