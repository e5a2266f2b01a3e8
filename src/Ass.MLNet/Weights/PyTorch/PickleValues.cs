using Ass.MLNet.Weights.Tensors;

namespace Ass.MLNet.Weights.PyTorch;

/// <summary>A dictionary of a pickle, in its order; items without a text key, which cannot name a tensor, are dropped.</summary>
internal sealed class PickleDictionary
{
    private readonly Dictionary<string, int> _places = [];
    private readonly List<KeyValuePair<string, object?>> _items = [];

    public IReadOnlyList<KeyValuePair<string, object?>> Items => _items;

    /// <summary>Adds an item, or replaces the key's value.</summary>
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

/// <summary>Placeholder for an object that was not created: from a class or function unrelated to weights, or bytes, sets and overlong
/// texts.</summary>
/// <param name="Name">The class's or function's full name in Python.</param>
internal sealed record PickleObject(string Name);

/// <summary>A storage that a pickle's tensors refer to; its values are elsewhere in the file.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Element">The numbers' type.</param>
internal sealed record PickleStorage(string Key, WeightElement Element);

/// <summary>A tensor of a pickle: a view of a storage, unchecked.</summary>
internal sealed record PickleTensor(PickleStorage Storage, long First, long[] Shape, long[] Strides);
