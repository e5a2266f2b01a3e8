using Ass.MLNet.Weights.Tensors;

namespace Ass.MLNet.Weights.PyTorch;

/// <summary>Opens files of PyTorch's <c>torch.save</c> since 1.6: a zip archive of a pickle, <c>NAME/data.pkl</c>, and one entry per
/// storage, <c>NAME/data/KEY</c>.</summary>
internal static class PyTorchZipFile
{
    private const string PickleName = "/data.pkl";

    /// <summary>The root folder of an archive's entries; null if it is not a PyTorch archive.</summary>
    public static string? FindRoot(ZipDirectory zip) =>
        zip
            .Names.Where(name => name.EndsWith(PickleName, StringComparison.Ordinal))
            .Select(name => name[..^PickleName.Length])
            .MinBy(root => root.Length);

    /// <summary>Opens an archive, which is closed with the result.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or holds no tensors.</exception>
    public static WeightFile Open(RawFile file, ZipDirectory zip, string root)
    {
        CheckByteOrder(file, zip, $"{root}/byteorder");
        (long start, long length) = zip.Locate(root + PickleName);
        if (length > PickleReader.MaxBytes)
        {
            throw file.Error($"its pickle has {length} bytes; at most {PickleReader.MaxBytes} are accepted");
        }

        var window = new FileWindow(file, start, length);
        object? content = PickleReader.Read(window, id => id switch
            {
                ["storage", PickleFunction.Storage storage, string key, ..] => new PickleStorage(key, storage.Element),
                ["storage", PickleObject unknown, ..] => unknown,
                _ => throw window.Error("a storage's description was expected"),
            });
        var storages = new Dictionary<PickleStorage, WeightStorage>();
        return PyTorchStateDict.Open(content, Locate, file, "PyTorch, zip format");

        WeightStorage Locate(PickleStorage storage)
        {
            if (!storages.TryGetValue(storage, out WeightStorage? located))
            {
                (long offset, long bytes) = zip.Locate($"{root}/data/{storage.Key}");
                located = new WeightStorage(file, storage.Element, offset, bytes / storage.Element.Size);
                storages.Add(storage, located);
            }

            return located;
        }
    }

    // Written since PyTorch 2.1.
    private static void CheckByteOrder(RawFile file, ZipDirectory zip, string name)
    {
        if (!zip.Names.Contains(name))
        {
            return;
        }

        (long start, long length) = zip.Locate(name);
        string order = new FileWindow(file, start, length).ReadText(length, longest: 16);
        if (order != "little")
        {
            throw file.Error($"its byte order is '{RawFile.Printable(order)}', and only little-endian files are read");
        }
    }
}
