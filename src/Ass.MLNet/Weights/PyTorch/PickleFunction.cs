using Ass.MLNet.Weights.Tensors;

namespace Ass.MLNet.Weights.PyTorch;

/// <summary>The functions and classes that a pickle of weights may name. No Python code is called: each maps to a few lines of this
/// reader.</summary>
internal abstract record PickleFunction
{
    /// <summary>Finds the function with a full name; null if it is not one of them.</summary>
    public static PickleFunction? Find(string module, string name) =>
        (module, name) switch
        {
            ("collections", "OrderedDict") => new Dictionary(),
            ("torch._utils", "_rebuild_tensor" or "_rebuild_tensor_v2") => new Tensor(),
            ("torch._utils", "_rebuild_parameter" or "_rebuild_parameter_with_state") or ("torch.nn.parameter", "Parameter") =>
                new Parameter(),
            ("torch._tensor", "_rebuild_from_type_v2") => new Typed(),
            ("torch", "Size") => new Size(),
            ("torch" or "torch.cuda", _) when WeightElement.FromStorage(name) is { } element => new Storage(element),
            _ => null,
        };

    /// <summary>Returns the function's result; null if the arguments do not fit.</summary>
    public abstract object? Call(object?[] arguments);

    /// <summary>A class of storages; it is named, but never called.</summary>
    public sealed record Storage(WeightElement Element) : PickleFunction
    {
        public override object? Call(object?[] arguments) => null;
    }

    /// <summary><c>OrderedDict()</c>, or as Python 2 wrote it <c>OrderedDict([[key, value], …])</c>.</summary>
    private sealed record Dictionary : PickleFunction
    {
        public override object? Call(object?[] arguments)
        {
            var dictionary = new PickleDictionary();
            if (arguments.Length == 0)
            {
                return dictionary;
            }

            if (arguments is not [List<object?> pairs])
            {
                return null;
            }

            // Each pair is used once: a pickle could call for a dictionary of the same list again and again.
            object?[] once = [.. pairs];
            pairs.Clear();
            foreach (object? pair in once)
            {
                if (pair is not IReadOnlyList<object?> { Count: 2 } keyAndValue)
                {
                    return null;
                }

                dictionary.Set(keyAndValue[0], keyAndValue[1]);
            }

            return dictionary;
        }
    }

    /// <summary><c>_rebuild_tensor(storage, first, shape, strides)</c>; the second version has more arguments, which do not affect the
    /// values.</summary>
    private sealed record Tensor : PickleFunction
    {
        public override object? Call(object?[] arguments) =>
            arguments is [PickleStorage storage, long first, object?[] shape, object?[] strides, ..]
            && shape.Length <= StridedView.MaxRank
            && strides.Length == shape.Length
            && shape.All(side => side is long)
            && strides.All(stride => stride is long)
                ? new PickleTensor(storage, first, [.. shape.Cast<long>()], [.. strides.Cast<long>()])
                : null;
    }

    /// <summary><c>Parameter(tensor, …)</c>: the tensor itself.</summary>
    private sealed record Parameter : PickleFunction
    {
        public override object? Call(object?[] arguments) => arguments is [PickleTensor tensor, ..] ? tensor : null;
    }

    /// <summary><c>_rebuild_from_type_v2(function, class, arguments, state)</c>: a tensor with added attributes; gives the inner function's
    /// result.</summary>
    private sealed record Typed : PickleFunction
    {
        public override object? Call(object?[] arguments) =>
            arguments is [PickleFunction and not Typed and var function, _, object?[] inner, ..] ? function.Call(inner) : null;
    }

    /// <summary><c>torch.Size(tuple)</c>: the tuple itself.</summary>
    private sealed record Size : PickleFunction
    {
        public override object? Call(object?[] arguments) => arguments is [object?[] sides] ? sides : null;
    }
}
