using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Model files of strangers: what they name is not loaded, and what they claim takes neither memory nor disk.</summary>
public sealed class SegmentationBadFileTests : IDisposable
{
    private const string Header = "TransformerChain/Model.key";
    private const int HeaderBytes = 256;
    private const long FewBytes = 10_000_000;

    private readonly MLContext _ml = new(seed: 1);
    private readonly TestFolder _folder = new();
    private readonly AssSegmentationTransformer _model;
    private readonly MemoryStream _file = new();

    public SegmentationBadFileTests() => _model = TestModel.Create(_ml);

    public void Dispose()
    {
        _model.Dispose();
        _file.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_assembly_that_a_model_names_is_not_looked_for()
    {
        _model.Save(_file);
        ArchiveEntries.Change(_file, Header, header => Renamed(header, "Ass.MLNet,", "Ass.Other,"));
        var asked = AssembliesAskedFor(() =>
        {
            using var loaded = AssSegmentationTransformer.Load(_ml, _file);
            Assert.Equal(TestModel.ClassNames, loaded.ClassNames);
        });
        Assert.DoesNotContain(asked, name => name.StartsWith("Ass.Other", StringComparison.Ordinal));
    }

    [Fact]
    public void Nor_is_that_of_a_model_of_another_kind()
    {
        var data = _ml.Data.LoadFromEnumerable(TestModel.Rows(1));
        _ml.Model.Save(_ml.Transforms.CopyColumns("Photo", "Image").Fit(data), data.Schema, _file);
        ArchiveEntries.Change(_file, Header, header => Renamed(header, "Microsoft.ML.Data,", "Microsoft.ML.Evil,"));
        var asked = AssembliesAskedFor(() =>
        {
            var error = Assert.Throws<InvalidOperationException>(() => AssSegmentationTransformer.Load(_ml, _file));
            Assert.Contains("holds a 'CopyTransform', not an AssSegmentationTransformer", error.Message, StringComparison.Ordinal);
        });
        Assert.DoesNotContain(asked, name => name.StartsWith("Microsoft.ML.Evil", StringComparison.Ordinal));
    }

    [Fact]
    public void A_chain_that_claims_to_be_endless_takes_no_memory()
    {
        _ml.Model.Save(new TransformerChain<ITransformer>(_model), null, _file);
        ArchiveEntries.Change(_file, Header, header =>
        {
            BitConverter.TryWriteBytes(header.AsSpan(HeaderBytes), int.MaxValue);
            return header;
        });
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<InvalidOperationException>(() => AssSegmentationTransformer.Load(_ml, _file));

        Assert.Contains("not an AssSegmentationTransformer; load chains with", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, FewBytes);
    }

    /// <summary>ML.NET's own check of the header finds nothing wrong here, and takes a gigabyte for names.</summary>
    [Fact]
    public void A_header_whose_lengths_overflow_takes_no_memory()
    {
        _model.Save(_file);
        ArchiveEntries.Change(_file, Header, header =>
        {
            const long offsetsBytes = 1 << 30;
            const long tail = long.MaxValue - 1;
            long offsets = BitConverter.ToInt64(header, 0x20);
            Write(0x28, offsetsBytes);
            Write(0x30, offsets + offsetsBytes);
            Write(0x38, tail - offsets - offsetsBytes);
            Write(0x80, tail);
            Write(0x88, unchecked(tail + sizeof(long)));

            // No assembly name.
            Write(0x90, 0);
            Write(0x98, 0);
            return header;

            void Write(int at, long value) => BitConverter.TryWriteBytes(header.AsSpan(at), value);
        });
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<FormatException>(() => AssSegmentationTransformer.Load(_ml, _file));

        Assert.Contains("The header of its model says", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, FewBytes);
    }

    [Fact]
    public void What_would_fill_the_disk_is_refused_before_it_is_unpacked()
    {
        _model.Save(_file);
        ArchiveEntries.Change(_file, "TransformerChain/Segmenter", _ => new byte[32 << 20]);

        // ML.NET would make a folder in this file to unpack into.
        var ml = new MLContext { TempFilePath = _folder.Text("no-folder", "") };
        var error = Assert.Throws<FormatException>(() => AssSegmentationTransformer.Load(ml, _file));
        Assert.Contains("its entry 'TransformerChain/Segmenter' is to have 33554432 bytes", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Puts one assembly's name in the place of another one's of the same length.</summary>
    private static byte[] Renamed(byte[] header, string from, string to)
    {
        int at = header.AsSpan().IndexOf(Encoding.Unicode.GetBytes(from));
        Assert.True(at >= HeaderBytes, from);
        Encoding.Unicode.GetBytes(to).CopyTo(header, at);
        return header;
    }

    /// <summary>The names of the assemblies that were asked for meanwhile and not found.</summary>
    private static string[] AssembliesAskedFor(Action action)
    {
        var names = new ConcurrentQueue<string>();
        AppDomain.CurrentDomain.AssemblyResolve += Note;
        try
        {
            action();
            return [.. names];
        }
        finally
        {
            AppDomain.CurrentDomain.AssemblyResolve -= Note;
        }

        Assembly? Note(object? sender, ResolveEventArgs asked)
        {
            names.Enqueue(asked.Name);
            return null;
        }
    }
}
