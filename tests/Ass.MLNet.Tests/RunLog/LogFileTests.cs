using System.Text;
using Ass.MLNet.RunLog;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class LogFileTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FullDisk _disk = new();
    private readonly List<string> _warnings = [];

    private string FilePath => Path.Combine(_folder.Root, "made", "log.txt");

    [Fact]
    public void Each_record_can_be_read_at_once()
    {
        using var file = new LogFile(FilePath, () => "begin;"u8.ToArray(), _warnings.Add);
        Assert.Equal("begin;", Content());
        Append(file, "one;");
        Assert.Equal("begin;one;", Content());
        Append(file, "two;");
        Assert.Equal("begin;one;two;", Content());
        Assert.Empty(_warnings);
        Assert.Equal(["log.txt"], Directory.GetFiles(Path.GetDirectoryName(FilePath)!).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_full_disk_costs_records_but_leaves_whole_ones_and_warns_once_an_outage(bool cannotEvenCut)
    {
        using var file = Create();
        Append(file, "one;");
        (_disk.Room, _disk.IsBroken) = (2, cannotEvenCut);
        Append(file, "two;");
        Append(file, "three;");
        Assert.Contains("No space left on device", Assert.Single(_warnings));
        Assert.Contains(FilePath, _warnings[0]);
        Assert.Equal(cannotEvenCut ? "begin;one;tw" : "begin;one;", Content());

        (_disk.Room, _disk.IsBroken) = (1000, false);
        Append(file, "four;");
        Append(file, "longer;");
        Assert.Equal("begin;one;four;longer;", Content());
        Assert.Single(_warnings);

        _disk.Room = 0;
        Append(file, "six;");
        Assert.Equal(2, _warnings.Count);
    }

    [Fact]
    public void A_nearly_full_disk_keeps_short_records_and_warns_once()
    {
        using var file = Create();
        for (int i = 0; i < 3; i++)
        {
            _disk.Room = 4;
            Append(file, "a long record;");
            _disk.Room = 4;
            Append(file, "one;");
        }

        Assert.Equal("begin;one;one;one;", Content());
        Assert.Single(_warnings);
    }

    [Fact]
    public void A_disk_that_is_full_at_the_start_leaves_the_old_file_until_there_is_room()
    {
        _folder.Text("made/log.txt", "old");
        _disk.Room = 3;
        using var file = Create();
        Append(file, "one;");
        Assert.Single(_warnings);
        Assert.Equal("old", Content().TrimEnd());

        _disk.Room = 1000;
        Append(file, "two;");
        Assert.Equal("begin;two;", Content());
    }

    [Fact]
    public void A_file_that_vanished_is_begun_anew_after_a_failure()
    {
        using var file = Create();
        _disk.Room = 0;
        Append(file, "one;");
        File.Delete(FilePath);
        _disk.Room = 1000;
        Append(file, "two;");
        Assert.Equal("begin;two;", Content());
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_a_warning()
    {
        _folder.Text("made", "a file where the folder should be");
        using var file = Create();
        Append(file, "one;");
        Assert.Single(_warnings);
    }

    [Fact]
    public void No_file_stays_open()
    {
        using (var file = Create())
        {
            Append(file, "one;");
            _disk.Room = 0;
            Append(file, "two;");
            Assert.Equal(0, _disk.OpenFiles);
            _disk.Room = 1000;
            Append(file, "three;");
            Assert.Equal(1, _disk.OpenFiles);
        }

        Assert.Equal(0, _disk.OpenFiles);
    }

    public void Dispose() => _folder.Dispose();

    private static void Append(LogFile file, string record) => file.Append(Encoding.UTF8.GetBytes(record));

    private LogFile Create() => new(FilePath, () => "begin;"u8.ToArray(), _warnings.Add, _disk.Open);

    private string Content()
    {
        using var reader = new StreamReader(new FileStream(FilePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
