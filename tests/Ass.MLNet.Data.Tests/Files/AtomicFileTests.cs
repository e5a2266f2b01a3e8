using Ass.MLNet.Files;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_write_that_fails_leaves_the_earlier_file_and_nothing_else(bool durable)
    {
        string path = _folder.At("a.bin");
        AtomicFile.Write(path, stream => stream.WriteByte(1), durable);
        Assert.Throws<IOException>(() =>
            AtomicFile.Write(
                path,
                stream =>
                {
                    stream.WriteByte(2);
                    throw new IOException("No space left on device");
                },
                durable
            )
        );
        Assert.Equal([1], File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public void Writers_that_choose_a_format_by_the_extension_see_it()
    {
        string path = _folder.At("new/picture.jpg");
        string? seen = null;
        AtomicFile.Write(path, partial => File.WriteAllText(seen = partial, "x"));
        Assert.Equal((".jpg", "x"), (Path.GetExtension(seen), File.ReadAllText(path)));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void A_link_stays_one_and_what_it_leads_to_is_replaced()
    {
        string file = _folder.Text("models/1.bin", "old"),
            link = _folder.At("current.bin");
        File.CreateSymbolicLink(link, file);
        AtomicFile.Write(link, stream => stream.WriteByte(7));
        Assert.Equal((file, 7), (new FileInfo(link).LinkTarget, File.ReadAllBytes(file).Single()));

        // So does one to a file that is not there yet.
        File.Delete(file);
        AtomicFile.Write(link, partial => File.WriteAllText(partial, "new"));
        Assert.Equal((file, "new"), (new FileInfo(link).LinkTarget, File.ReadAllText(file)));
        Assert.Single(Directory.GetFiles(_folder.At("models/.")));
    }

    [Fact]
    public void A_device_is_written_to_and_not_replaced()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        AtomicFile.Write("/dev/null", stream => stream.WriteByte(1));
        AtomicFile.Write("/dev/null", path => File.WriteAllText(path, "gone"));
        Assert.Equal("", File.ReadAllText("/dev/null"));
        Assert.Empty(Directory.GetFiles("/dev", ".*.partial*"));
    }

    [Fact]
    public void A_folder_in_its_place_is_said()
    {
        Assert.Contains(
            "is a folder",
            Assert.Throws<IOException>(() => AtomicFile.Write(_folder.Root, stream => stream.WriteByte(1))).Message
        );
    }

    [Fact]
    public void What_a_killed_process_left_is_removed_and_nothing_else()
    {
        string written = "",
            other = _folder.Text("notes.partial", "a user's own");
        AtomicFile.Write(_folder.At("a.bin"), partial => File.WriteAllText(written = partial, ""));
        File.WriteAllText(written, "half");
        AtomicFile.Write(_folder.At("a.jpg"), partial => File.WriteAllText(written = partial, ""));
        File.WriteAllText(written, "half");

        AtomicFile.RemovePartials(_folder.Root);
        Assert.Equal([_folder.At("a.bin"), _folder.At("a.jpg"), other], Directory.GetFiles(_folder.Root).Order());
    }

    [Fact]
    public void Threads_that_write_one_file_replace_each_other_s_and_mix_none()
    {
        string path = _folder.At("a.bin");
        Parallel.For(0, 40, i => AtomicFile.Write(path, stream =>
            {
                for (int j = 0; j < 100; j++)
                {
                    stream.WriteByte((byte)i);
                }
            }));
        byte[] content = File.ReadAllBytes(path);
        Assert.Equal((100, 1), (content.Length, content.Distinct().Count()));
        Assert.Single(Directory.GetFiles(_folder.Root));
    }

    /// <summary>As ASP.NET's model reload listens: not to Renamed, which is all that moving a file into place raises.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_replaced_file_is_noticed_when_it_is_whole_by_those_who_listen_to_Changed(bool durable)
    {
        string path = _folder.At("model.zip");
        File.WriteAllText(path, "old");
        using var noticed = new ManualResetEventSlim();
        var seen = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var watcher = new FileSystemWatcher(_folder.Root, "model.zip");
        watcher.Changed += (_, e) =>
        {
            seen.Enqueue(File.ReadAllText(e.FullPath));
            noticed.Set();
        };
        watcher.EnableRaisingEvents = true;

        AtomicFile.Write(
            path,
            stream =>
            {
                for (int i = 0; i < 3; i++)
                {
                    stream.WriteByte((byte)'n');
                    stream.Flush();
                }
            },
            durable
        );

        Assert.True(noticed.Wait(TimeSpan.FromSeconds(30)));
        Assert.All(seen, content => Assert.Equal("nnn", content));
    }
}
