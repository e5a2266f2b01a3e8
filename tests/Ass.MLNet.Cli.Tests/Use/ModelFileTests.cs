using System.IO.Compression;
using Ass.MLNet.Cli.Use;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class ModelFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_would_fill_the_disk_is_refused_before_it_is_unpacked()
    {
        string file = _folder.At("model.zip");
        using (var archive = ZipFile.Open(file, ZipArchiveMode.Create))
        {
            using var content = archive.CreateEntry("TransformerChain/Model.key").Open();
            content.Write(new byte[32 << 20]);
        }

        var error = Assert.Throws<InvalidDataException>(() => ModelFile.Load(new MLContext(), file));
        Assert.StartsWith(
            $"'{file}' cannot be read as a model: its entry 'TransformerChain/Model.key' is to have 33554432 bytes",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.EndsWith(" bytes.", error.Message, StringComparison.Ordinal);
    }
}
