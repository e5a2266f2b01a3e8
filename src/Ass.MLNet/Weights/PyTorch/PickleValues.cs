using Ass.MLNet.Weights.Tensors;

namespace Ass.MLNet.Weights.PyTorch;

/// <summary>A dictionary of a pickle, in its order; items whose key is no text, which name no tensor, are dropped.</summary>
internal sealed class PickleDictionary
{
    private readonly Dictionary<string, int> _places = [];
    private readonly List<KeyValuePair<string, object?>> _items = [];

    public IReadOnlyList<KeyValuePair<string, object?>> Items => _items;

    /// <summary>Adds an item, or puts a value in the place of the one that the key had.</summary>
    public void Set(object? key, object? value)
    {
        if (key is not string name)
        {
            return;
        }

        if (_places.TryAdd(name, _items.Count))
        {
            _items.Add(new(name, value));
        }
        else
        {
            _items[_places[name]] = new(name, value);
        }
    }
}

/// <summary>The place of an object that was not made: of a class or function that says nothing about weights, or of bytes, sets and endless
/// texts.</summary>
/// <param name="Name">The class's or function's full name in Python.</param>
internal sealed record PickleObject(string Name);

/// <summary>A storage that a pickle's tensors refer to; its numbers lie elsewhere in the file.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Element">The numbers' type.</param>
internal sealed record PickleStorage(string Key, WeightElement Element);

/// <summary>A tensor of a pickle: a view of a storage, unchecked.</summary>
internal sealed record PickleTensor(PickleStorage Storage, long First, long[] Shape, long[] Strides);
