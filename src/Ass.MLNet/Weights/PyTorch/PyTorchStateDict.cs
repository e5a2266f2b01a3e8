namespace Ass.MLNet;

/// <summary>Finds a network's tensors in what a pickle holds.</summary>
internal static class PyTorchStateDict
{
    private const int MaxDepth = 8;

    /// <summary>
    /// The dictionary with the most tensors right inside it: the one that was saved, or one inside of it, as training scripts wrap it
    /// (<c>{'state_dict': …, 'optimizer': …}</c>, <c>{'model': …}</c>). Of two with equally many, the first.
    /// </summary>
    /// <exception cref="InvalidDataException">There is no tensor in it.</exception>
    public static IEnumerable<(string Name, PickleTensor Tensor)> Find(object? root, RawFile file)
    {
        // A pickle can hold a dictionary many times over, and even inside itself.
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        PickleDictionary? best = null;
        int most = 0;
        Visit(root, depth: 0);
        return best is not null
            ? best.Items.Where(item => item.Value is PickleTensor).Select(item => (item.Key, (PickleTensor)item.Value!))
            : throw file.Error("there is no dictionary of tensors in it, such as model.state_dict() gives");

        void Visit(object? value, int depth)
        {
            if (value is not PickleDictionary dictionary || depth > MaxDepth || !seen.Add(dictionary))
            {
                return;
            }

            int count = dictionary.Items.Count(item => item.Value is PickleTensor);
            (best, most) = count > most ? (dictionary, count) : (best, most);
            foreach (KeyValuePair<string, object?> item in dictionary.Items)
            {
                Visit(item.Value, depth + 1);
            }
        }
    }

    /// <summary>The tensors of a file.</summary>
    /// <param name="root">What its pickle holds.</param>
    /// <param name="locate">Where the storage of a tensor lies.</param>
    /// <param name="file">The file.</param>
    public static List<WeightTensor> Open(object? root, Func<PickleStorage, WeightStorage> locate, RawFile file) =>
    [
        .. Find(root, file).Select(item => new WeightTensor(
            item.Name, item.Tensor.Shape,
            new StridedView(locate(item.Tensor.Storage), item.Tensor.First, item.Tensor.Shape, item.Tensor.Strides, item.Name).Read)),
    ];
}
