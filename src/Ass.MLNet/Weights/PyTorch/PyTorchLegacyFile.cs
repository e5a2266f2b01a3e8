using Ass.MLNet.Weights.Tensors;

namespace Ass.MLNet.Weights.PyTorch;

/// <summary>
/// Opens files of PyTorch's <c>torch.save</c> before 1.6 (and later on demand): one behind the other, pickles of a magic number, a version,
/// the writing system's description, the object, and the list of its storages' keys; then in that order each storage's count and numbers.
/// </summary>
/// <remarks>Source: <c>_legacy_load</c> in https://github.com/pytorch/pytorch/blob/main/torch/serialization.py.</remarks>
internal static class PyTorchLegacyFile
{
    private const long Version = 1001;

    private static readonly Int128 Magic = Int128.Parse("1950a86a20f9469cfc6c", System.Globalization.NumberStyles.HexNumber);

    /// <summary>Opens a file, which is closed with the result.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or holds no tensors.</exception>
    public static WeightFile Open(RawFile file)
    {
        var keys = new Dictionary<string, PickleStorage>();
        long position = 0;
        if (ReadPickle() is not Int128 magic || magic != Magic)
        {
            throw file.Error("it is a pickle, but none that torch.save wrote");
        }

        if (ReadPickle() is not Version)
        {
            throw file.Error($"its version is not {Version}");
        }

        if (ReadPickle() is PickleDictionary system && system.Items.Any(item => item is { Key: "little_endian", Value: false }))
        {
            throw file.Error("it was written on a big-endian machine, and only little-endian files are read");
        }

        object? content = ReadPickle();
        Dictionary<PickleStorage, WeightStorage> storages = LocateStorages(
            file,
            ReadPickle() as List<object?> ?? throw file.Error("it has no list of storages"),
            keys,
            position
        );
        return PyTorchStateDict.Open(
            content,
            storage =>
                storages.TryGetValue(storage, out WeightStorage? located)
                    ? located
                    : throw file.Error($"its storage '{RawFile.Printable(storage.Key)}' is missing"),
            file,
            "PyTorch, legacy format"
        );

        object? ReadPickle()
        {
            var window = new FileWindow(file, position, Math.Min(file.Length - position, PickleReader.MaxBytes));
            object? value = PickleReader.Read(window, id => id switch
                {
                    // The class of a whole network, with its source text.
                    ["module", PickleObject type, ..] => type,
                    ["storage", PickleObject type, ..] => throw window.Error(
                        $"it holds numbers of '{RawFile.Printable(type.Name)}', which are not read here, and what lies behind "
                            + "them cannot be found"
                    ),
                    _ => ResolveStorage(id, keys) ?? throw window.Error("a storage's description was expected"),
                });
            position = window.Position;
            return value;
        }
    }

    /// <summary>('storage', class, key, device, count, view); the view, of another storage and long out of use, must be None. Null for
    /// anything else.</summary>
    private static PickleStorage? ResolveStorage(object?[] id, Dictionary<string, PickleStorage> keys)
    {
        if (id is not ["storage", PickleFunction.Storage type, string key, _, long, .. [] or [null]])
        {
            return null;
        }

        var storage = new PickleStorage(key, type.Element);
        return keys.TryAdd(key, storage) || keys[key] == storage ? storage : null;
    }

    private static Dictionary<PickleStorage, WeightStorage> LocateStorages(
        RawFile file,
        List<object?> order,
        Dictionary<string, PickleStorage> keys,
        long position
    )
    {
        var storages = new Dictionary<PickleStorage, WeightStorage>();
        foreach (object? item in order)
        {
            if (item is not string key || !keys.TryGetValue(key, out PickleStorage? storage) || storages.ContainsKey(storage))
            {
                throw file.Error("its list of storages does not fit its tensors");
            }

            long count = new FileWindow(file, position, sizeof(long)).ReadInt64();
            position += sizeof(long);
            if (count < 0 || count > (file.Length - position) / storage.Element.Size)
            {
                throw file.Error(
                    $"its storage '{RawFile.Printable(key)}' should have {count} numbers, but only {file.Length - position} "
                        + $"bytes are left: {RawFile.CutOff}"
                );
            }

            storages.Add(storage, new WeightStorage(file, storage.Element, position, count));
            position += count * storage.Element.Size;
        }

        return storages;
    }
}
