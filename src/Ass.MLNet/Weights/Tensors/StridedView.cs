namespace Ass.MLNet.Weights.Tensors;

/// <summary>Where a tensor's elements lie in its storage: the one with index (i, j, …) is number first + i · strides[0] + j · strides[1] +
/// ….</summary>
/// <remarks>As in PyTorch, neither the order nor the density is given: transposed, sliced, expanded (stride 0) and shared tensors are all
/// views.</remarks>
internal sealed class StridedView
{
    /// <summary>No tensor of a network has more dimensions.</summary>
    public const int MaxRank = 8;

    // A view that covers at least a quarter of its extent is read in one go and picked from; a thinner one in parts.
    private const int MaxSparsity = 4;

    private readonly WeightStorage _storage;
    private readonly long _first;
    private readonly long[] _shape;
    private readonly long[] _strides;

    /// <exception cref="InvalidDataException">An element would lie outside the storage.</exception>
    public StridedView(WeightStorage storage, long first, long[] shape, long[] strides, string name)
    {
        (_storage, _first, _shape, _strides) = (storage, first, shape, strides);
        if (shape.Length != strides.Length || shape.Length > MaxRank)
        {
            throw Error($"{shape.Length} dimensions and {strides.Length} strides; as many of both, at most {MaxRank}, were expected");
        }

        long count = 1;
        Int128 last = first;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (shape[axis] is < 0 or > int.MaxValue || strides[axis] < 0)
            {
                throw Error("negative or absurd numbers in its shape or strides");
            }

            count *= shape[axis];
            if (count > int.MaxValue)
            {
                throw Error("more elements than any network's tensor");
            }

            last += (Int128)strides[axis] * (shape[axis] - 1);
        }

        if (first < 0 || (count > 0 && last >= storage.Count))
        {
            throw Error($"elements outside its storage of {storage.Count} numbers");
        }

        InvalidDataException Error(string found) =>
            storage.File.Error(
                $"tensor '{RawFile.Printable(name)}' [{string.Join(", ", shape.Take(MaxRank))}] at {first} with the strides "
                    + $"[{string.Join(", ", strides.Take(MaxRank))}] has {found}"
            );
    }

    /// <summary>A view of a whole storage in row-major order.</summary>
    public static StridedView RowMajor(WeightStorage storage, long[] shape, string name)
    {
        long[] strides = new long[shape.Length];
        long stride = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride = unchecked(stride * shape[axis]);
        }

        return new StridedView(storage, 0, shape, strides, name);
    }

    /// <summary>Reads all elements, row-major, into a span of their number.</summary>
    public void Read(Span<float> values)
    {
        if (!values.IsEmpty)
        {
            Read(axis: 0, _first, values);
        }
    }

    private void Read(int axis, long from, Span<float> values)
    {
        long extent = 1;
        bool rowMajor = true;
        long dense = 1;
        for (int inner = _shape.Length - 1; inner >= axis; inner--)
        {
            extent += (_shape[inner] - 1) * _strides[inner];
            rowMajor &= _strides[inner] == dense || _shape[inner] == 1;
            dense *= _shape[inner];
        }

        if (rowMajor)
        {
            _storage.Read(from, values);
        }
        else if (extent <= MaxSparsity * dense && extent <= Array.MaxLength)
        {
            float[] all = new float[extent];
            _storage.Read(from, all);
            Pick(axis, all, values);
        }
        else
        {
            int block = (int)(dense / _shape[axis]);
            for (int i = 0; i < _shape[axis]; i++)
            {
                Read(axis + 1, from + i * _strides[axis], values.Slice(i * block, block));
            }
        }
    }

    private void Pick(int axis, ReadOnlySpan<float> all, Span<float> values)
    {
        if (axis == _shape.Length)
        {
            values[0] = all[0];
            return;
        }

        int block = values.Length / (int)_shape[axis];
        for (int i = 0; i < _shape[axis]; i++)
        {
            Pick(axis + 1, all[(int)(i * _strides[axis])..], values.Slice(i * block, block));
        }
    }
}
