using System.IO.Compression;
using Ass.MLNet.Weights;
using Ass.MLNet.Weights.PyTorch;
using Ass.MLNet.Weights.Tensors;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>What a pickle may ask for, in both formats.</summary>
public class PickleReaderTests
{
    public static TheoryData<string, byte[]> Unknown
    {
        get
        {
            var objects = new TheoryData<string, byte[]>();
            Add("os.system", p => p.Global("os", "system").Op("(").Text("true").Op("tR"));
            Add("builtins.eval", p => p.Global("builtins", "eval").Op("(").Text("1").Op("tR"));
            Add("__builtin__.getattr", p =>
                p.Global("__builtin__", "getattr").Op("(").Global("torch", "FloatStorage").Text("__class__").Op("tR)R")
            );
            Add("torch.load", p => p.Global("torch", "load"));
            Add("torch.nn.modules.container.Sequential", p =>
                p.Global("torch.nn.modules.container", "Sequential").Op(")").Raw(0x81).Op("}").Text("a").Op("NsbN").Text("k").Op("s")
            );
            Add("numpy.core.multiarray.scalar", p => p.Global("numpy.core.multiarray", "scalar"));
            Add("torch._utils._rebuild_tensor_v2.__globals__", p => p.Global("torch._utils", "_rebuild_tensor_v2.__globals__"));
            Add("os.system", p => p.Text("os").Text("system").Raw(0x93));
            Add("os.system", p => p.Op("(").Text("true").Op("ios\nsystem\n"));
            Add("os.system", p => p.Op("(").Global("os", "system").Text("true").Op("o"));
            Add("a?[31mb.c", p => p.Global("a\u001b[31mb", "c"));
            Add("os.system", p => p.Global("os", "system").Op(")}").Raw(0x92));

            // An unknown object in the place of an argument, an item or a list.
            Add("x.Y", p => p.Global("torch.nn.parameter", "Parameter").Op("(").Global("x", "Y").Op("tR"));
            Add("x.Y", p => p.Global("x", "Y").Op("Na(N").Text("more").Op("eNb"));
            Add(
                "torch.ComplexFloatStorage",
                p => p.Global("torch._utils", "_rebuild_tensor_v2").Op("(").Storage("0", 1, false, "ComplexFloatStorage").Op("tR"),
                legacy: false
            );
            Add("set", p => p.Raw(0x8F).Op("(").Text("a").Raw(0x90));
            Add("frozenset", p => p.Op("(").Text("a").Raw(0x91));
            Add("bytes", p => p.Op("B").Raw(3, 0, 0, 0, 1, 2, 3));
            Add("bytes", p => p.Op("C").Raw(1, 1));
            Add("str", p => p.Text(new string('x', 70_000)));
            return objects;

            void Add(string expected, Action<PickleWriter> write, bool legacy = true)
            {
                objects.Add(expected, PyTorchFiles.Zip(Beside(write), ("0", [1, 2])));
                if (legacy)
                {
                    objects.Add(expected, PyTorchFiles.Legacy(Beside(write), ("0", [1, 2])));
                }

                byte[] Beside(Action<PickleWriter> extra) =>
                    PickleWriter.Write(p =>
                    {
                        p.Op("}").Text("extra");
                        extra(p);
                        p.Op("s").Text("weight").Tensor("0", 2, 0, [2], [1], legacy).Op("s");
                    });
            }
        }
    }

    [Theory]
    [MemberData(nameof(Unknown))]
    public void What_is_no_tensor_is_read_over_by_name_and_never_made(string expected, byte[] content)
    {
        using var file = new TemporaryFile(content);
        using WeightFile opened = WeightFormats.Open(file.Path);

        Assert.Equal([$"extra ({expected})"], opened.ReadOver);
        Assert.Equal("weight", Assert.Single(opened.Tensors).Name);
        float[] values = new float[2];
        opened.Read(opened.Tensors[0], values);
        Assert.Equal([1, 2], values);
    }

    [Fact]
    public void An_object_alone_is_an_error_that_says_what_to_save()
    {
        string error = Error(PyTorchFiles.Zip(PickleWriter.Write(p => p.Global("models.resnet", "ResNet").Op(")").Raw(0x81))));
        Assert.Contains("no dictionary of tensors in it, such as model.state_dict() gives, but all of it (models.resnet.ResNet)", error);
        Assert.Contains("torch.save(model.state_dict(), path)", error);
    }

    [Fact]
    public void Legacy_storages_of_unknown_numbers_are_an_error_since_nothing_behind_them_can_be_found() =>
        Assert.Contains(
            "'torch.ComplexFloatStorage', which are not read here",
            Error(PyTorchFiles.Legacy(PickleWriter.Write(p => p.Storage("0", 1, Legacy, "ComplexFloatStorage")), ("0", [1])))
        );

    /// <summary>A few bytes could otherwise ask for any number of large dictionaries.</summary>
    [Fact]
    public void The_pairs_of_a_dictionary_are_used_once()
    {
        var dictionary = PickleFunction.Find("collections", "OrderedDict")!;
        object?[] arguments = [new List<object?> { new object?[] { "a", 1L }, new object?[] { "b", 2L } }];

        Assert.Equal(2, ((PickleDictionary)dictionary.Call(arguments)!).Items.Count);
        Assert.Empty(((PickleDictionary)dictionary.Call(arguments)!).Items);

        var bad = new List<object?> { new object?[] { "a", 1L }, "no pair" };
        Assert.Null(dictionary.Call([bad]));
        Assert.Empty(bad);
    }

    public static TheoryData<string, byte[]> Misuse
    {
        get
        {
            var misuse = new TheoryData<string, byte[]>();
            Add("is damaged: a tensor or dictionary and what it is made of", p => p.Global("collections", "OrderedDict").Op(")R)R"));
            Add("is damaged: a tensor or dictionary and what it is made of", p => p.Text("os.system").Op(")R"));
            Add("is damaged: a tensor or dictionary and what it is made of", p => p.Global("torch", "FloatStorage").Op(")R"));
            Add("is damaged: a tensor or dictionary and what it is made of", p =>
                p.Global("torch.nn.parameter", "Parameter").Op("(").Text("x").Op("tR")
            );
            Add("is damaged: a tensor or dictionary and what it is made of", p =>
                p.Global("collections", "OrderedDict").Op("(](").Text("x").Op("etR")
            );
            Add("is damaged: a tensor or dictionary and what it is made of", p =>
                p.Global("torch._tensor", "_rebuild_from_type_v2").Op("(").Global("torch._tensor", "_rebuild_from_type_v2").Op("N(ttR")
            );
            Add("is damaged: a tensor or dictionary with a state", p => p.Global("collections", "OrderedDict").Op("}b"));
            Add("is damaged: a dictionary and pairs of keys and values", p =>
                p.Global("collections", "OrderedDict").Text("a").Text("b").Op("s")
            );
            Add("is damaged: a class and what an object of it is made of", p => p.Op("(No"));
            Add("is damaged: a set", p => p.Op("](").Raw(0x90));
            Add("a storage's description was expected", p => p.Op("(").Text("module").Text("x").Op("tQ"));
            Add("is damaged: a storage's description was expected", p => p.Text("module").Op("Q"));
            Add("instruction 0x82", p => p.Raw(0x82, 1));
            Add("instruction 0x50", p => p.Op("Pid\n"));
            return misuse;

            void Add(string expected, Action<PickleWriter> write) => misuse.Add(expected, PickleWriter.Write(write));
        }
    }

    [Theory]
    [MemberData(nameof(Misuse))]
    public void What_fits_nowhere_is_damage(string expected, byte[] pickle)
    {
        Assert.Contains(expected, Error(PyTorchFiles.Zip(pickle)));
        Assert.Contains(expected, Error(PyTorchFiles.Legacy(pickle)));
    }

    public static TheoryData<string, byte[]> Lies
    {
        get
        {
            var lies = new TheoryData<string, byte[]>();
            Add("elements outside its storage of 4 numbers", p => p.Tensor("0", 4, 0, [5], [1], Legacy));
            Add("elements outside its storage of 4 numbers", p => p.Tensor("0", 4, 1, [2, 2], [2, 1], Legacy));
            Add("elements outside its storage of 4 numbers", p => p.Tensor("0", 4, -1, [2], [1], Legacy));
            Add("elements outside its storage of 4 numbers", p => p.Tensor("0", 1 << 20, 0, [2], [long.MaxValue], Legacy));
            Add("elements outside its storage of 4 numbers", p => p.Tensor("0", 4, long.MaxValue, [1], [1], Legacy));
            Add("negative or absurd", p => p.Tensor("0", 4, 0, [-1, -4], [1, 1], Legacy));
            Add("negative or absurd", p => p.Tensor("0", 4, 3, [4], [-1], Legacy));
            Add("more elements than", p => p.Tensor("0", 4, 0, [1 << 20, 1 << 20], [0, 0], Legacy));
            Add("a tensor or dictionary and what it is made of", p =>
                p.Tensor("0", 4, 0, [1, 1, 1, 1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1, 1, 1], Legacy)
            );
            Add("a tensor or dictionary and what it is made of", p => p.Tensor("0", 4, 0, [1], [], Legacy));
            Add("elements outside its storage of 4 numbers", p => p.Tensor("0", 4, 0, [0x40000000], [1], Legacy));
            return lies;

            void Add(string expected, Action<PickleWriter> tensor) =>
                lies.Add(
                    expected,
                    PickleWriter.Write(p =>
                    {
                        p.Op("}").Text("conv1.weight");
                        tensor(p);
                        p.Op("s");
                    })
                );
        }
    }

    private const bool Legacy = true; // the longer description of storages, which the zip format accepts as well

    [Theory]
    [MemberData(nameof(Lies))]
    public void Tensors_that_reach_out_of_their_storage_are_errors_before_anything_is_allocated(string expected, byte[] pickle)
    {
        Assert.Contains(expected, Error(PyTorchFiles.Zip(pickle, ("0", [1, 2, 3, 4]))));
        Assert.Contains(expected, Error(PyTorchFiles.Legacy(pickle, ("0", [1, 2, 3, 4]))));
    }

    public static TheoryData<string, byte[]> Damage =>
        new()
        {
            { "something on its stack", PickleWriter.Write(_ => { }) },
            { "something on its stack", PickleWriter.Write(p => p.Op("(0")) },
            { "a mark on its stack", PickleWriter.Write(p => p.Op("t")) },
            { "something remembered under 3", PickleWriter.Write(p => p.Op("h").Raw(3)) },
            { "a place to remember", PickleWriter.Write(p => p.Op("Nr").Raw(0xFF, 0xFF, 0xFF, 0xFF)) },
            { "4294967295 bytes are announced where only", PickleWriter.Write(p => p.Op("X").Raw(0xFF, 0xFF, 0xFF, 0xFF)) },
            { "an integer of at most 16 bytes", PickleWriter.Write(p => p.Raw(0x8A, 255)) },
            { "no dictionary of tensors", PickleWriter.Write(p => p.Op("}")) },
            { "no dictionary of tensors", PickleWriter.Write(p => p.Op("]")) },
            { "-1 bytes are announced", PickleWriter.Write(p => p.Raw(0x8E, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF)) },
            {
                "name has more than 512 characters",
                PickleWriter.Write(p => p.Op("}").Text(new string('x', 513)).Tensor("0", 1, 0, [1], [1], legacy: false).Op("s"))
            },
            // holds itself
            { "no dictionary of tensors", PickleWriter.Write(p => p.Op("}").Raw((byte)'q', 0).Text("self").Op("h").Raw(0).Op("s")) },
            { "at most 512 bytes", PickleWriter.Write(p => p.Op("c" + new string('x', 600))) },
            { "more than 1048576 instructions", PickleWriter.Write(p => p.Op(new string('N', 1 << 20))) },
        };

    [Theory]
    [MemberData(nameof(Damage))]
    public void Damaged_and_endless_pickles_are_errors(string expected, byte[] pickle) =>
        Assert.Contains(expected, Error(PyTorchFiles.Zip(pickle)));

    [Theory]
    [InlineData("its storage 'missing' is missing", true)]
    [InlineData("it has no entry 'archive/data/missing'", false)]
    public void A_storage_that_is_not_there_is_named(string expected, bool legacy)
    {
        byte[] pickle = PickleWriter.Write(p => p.Op("}").Text("a").Tensor("missing", 1, 0, [1], [1], legacy).Op("s"));
        Assert.Contains(expected, Error(legacy ? PyTorchFiles.Legacy(pickle) : PyTorchFiles.Zip(pickle)));
    }

    [Fact]
    public void Counts_of_legacy_storages_are_checked_against_the_file()
    {
        byte[] file = PyTorchFiles.Legacy(
            PickleWriter.Write(p => p.Op("}").Text("a").Tensor("0", 1, 0, [1], [1], Legacy).Op("s")),
            ("0", [1])
        );
        BitConverter.TryWriteBytes(file.AsSpan(file.Length - 12), long.MaxValue);
        Assert.Contains("should have 9223372036854775807 numbers, but only 4 bytes are left", Error(file));
    }

    [Fact]
    public void A_pickle_in_a_zip_that_is_compressed_is_refused()
    {
        byte[] file = PyTorchFiles.Zip(CompressionLevel.Optimal, ("archive/data.pkl", new byte[500]));
        Assert.Contains("'archive/data.pkl' is compressed", Error(file));
    }

    private static string Error(byte[] content)
    {
        using var file = new TemporaryFile(content);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<InvalidDataException>(() => WeightFormats.Open(file.Path));
        Assert.Contains(file.Path, error.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 70_000_000);
        File.Open(file.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose(); // fails if it was left open
        return error.Message;
    }
}
