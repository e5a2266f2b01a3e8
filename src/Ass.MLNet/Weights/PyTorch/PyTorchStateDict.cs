using Ass.MLNet.Weights.Tensors;

namespace Ass.MLNet.Weights.PyTorch;

/// <summary>Finds a network's tensors in an unpickled object.</summary>
internal static class PyTorchStateDict
{
    private const int MaxDepth = 8;
    private const int MaxTensors = 65_536;
    private const int MaxNameLength = 512;

    /// <summary> The tensors of all dictionaries in a file, named by their path: a script that saves <c>{'state_dict': …, 'ema': …}</c>
    /// gives <c>state_dict.conv1.weight</c> and <c>ema.conv1.weight</c>, and code that knows networks chooses between them.
    /// </summary>
    /// <param name="root">The file's unpickled object.</param>
    /// <param name="locate">Returns the location of a tensor's storage.</param>
    /// <param name="file">The file, which is closed with the result.</param>
    /// <param name="format">The format's display name.</param>
    /// <exception cref="InvalidDataException">The file contains no tensors.</exception>
    public static WeightFile Open(object? root, Func<PickleStorage, WeightStorage> locate, RawFile file, string format)
    {
        // A pickle can hold a dictionary many times over, and even inside itself.
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var tensors = new List<WeightTensor>();
        var readOver = new List<string>();
        Visit(root, "", depth: 0);
        return tensors.Count > 0
            ? new WeightFile(file.Path, format, tensors, normalization: null, file) { ReadOver = readOver }
            : throw Nothing(file, readOver);

        void Visit(object? value, string name, int depth)
        {
            switch (value)
            {
                case PickleTensor tensor:
                    if (tensors.Count == MaxTensors || name.Length > MaxNameLength)
                    {
                        throw file.Error(
                            $"it holds more than {MaxTensors} tensors, or one whose name has more than {MaxNameLength} "
                                + $"characters: '{RawFile.Printable(name)}'"
                        );
                    }

                    tensors.Add(
                        new WeightTensor(
                            name,
                            tensor.Shape,
                            new StridedView(locate(tensor.Storage), tensor.First, tensor.Shape, tensor.Strides, name).Read
                        )
                    );
                    break;
                case PickleObject other when readOver.Count < MaxTensors:
                    readOver.Add($"{(name.Length > 0 ? RawFile.Printable(name) : "all of it")} ({RawFile.Printable(other.Name)})");
                    break;
                case PickleDictionary dictionary when depth <= MaxDepth && name.Length <= MaxNameLength && seen.Add(dictionary):
                    foreach (
                        KeyValuePair<string, object?> item in dictionary.Items.Where(item =>
                            item.Value is PickleTensor or PickleObject or PickleDictionary
                        )
                    )
                    {
                        Visit(item.Value, depth == 0 ? item.Key : $"{name}.{item.Key}", depth + 1);
                    }

                    break;
            }
        }
    }

    private static InvalidDataException Nothing(RawFile file, List<string> readOver) =>
        file.Error(
            "there is no dictionary of tensors in it, such as model.state_dict() gives"
                + (
                    readOver.Count == 0
                        ? ""
                        : $", but {string.Join(", ", readOver.Take(3))}{(readOver.Count > 3 ? ", …" : "")}. Objects are not made "
                            + "from a file, because that would mean running it: save the weights alone, with "
                            + "torch.save(model.state_dict(), path)"
                )
        );
}
