using Ass.MLNet.Files;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class TemporaryFileTests : IDisposable
{
    private static readonly byte[] Content = [1, 2, 3];

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_held_lies_in_a_file_without_a_name_or_with_one_that_goes()
    {
        using (var held = TemporaryFile.Holding(Content, _folder.Root))
        {
            Assert.IsType<FileStream>(held);
            Assert.Equal(Content, Read(held));
        }
        Assert.Empty(Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public void Where_no_file_can_be_made_it_is_held_in_memory()
    {
        string none = _folder.At("none/none");
        using var bytes = TemporaryFile.Holding(Content, none);
        using var written = TemporaryFile.Holding(stream => stream.Write(Content), none);
        using var copied = TemporaryFile.Of(new MemoryStream(Content), none);

        Assert.All([bytes, written, copied], held =>
        {
            Assert.Equal(0, held.Position);
            Assert.Equal(Content, Read(held));
        });
    }

    [Fact]
    public void Where_the_disk_is_full_it_is_written_again_to_memory()
    {
        using var held = TemporaryFile.Holding(
            stream =>
            {
                stream.Write(Content);
                if (stream is FileStream)
                {
                    throw new IOException("No space left on device");
                }
            },
            _folder.Root
        );

        Assert.Equal(Content, Read(held));
        Assert.Empty(Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public void What_cannot_be_written_for_another_reason_is_that_error()
    {
        Assert.Throws<InvalidOperationException>(() => TemporaryFile.Holding(_ => throw new InvalidOperationException(), _folder.Root));
        Assert.Empty(Directory.GetFiles(_folder.Root));
    }

    private static byte[] Read(Stream stream)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
