using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Ass.MLNet.Weights.Tensors;

namespace Ass.MLNet.Weights.PyTorch;

/// <summary>Reads a Python pickle as data: dictionaries, lists, tuples, numbers, texts and tensors. It keeps only the name of anything
/// else.</summary>
/// <remarks>
/// A pickle is a program for a stack machine, and Python's own reader calls whatever function it names. This one has no way to call
/// anything but <see cref="PickleFunction"/>; any other class or function becomes a <see cref="PickleObject"/>, and so does anything
/// created with it. Memory use is bounded by the number of instructions, which is capped, and by the texts, which are no longer than the
/// file. There is no recursion, so a pickle cannot choose its depth.
/// </remarks>
internal sealed class PickleReader
{
    /// <summary>No checkpoint's pickle is longer: ResNet-101's weights take 90 kB, and other arrays are skipped.</summary>
    public const int MaxBytes = 256 << 20;

    private const int MaxInstructions = 1 << 20;
    private const int MaxTextBytes = 1 << 16;
    private const int MaxGlobalBytes = 512;

    private readonly FileWindow _window;
    private readonly Func<object?[], object> _resolvePersistentId;
    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = [];
    private readonly List<object?> _memo = [];

    private PickleReader(FileWindow window, Func<object?[], object> resolvePersistentId)
    {
        _window = window;
        _resolvePersistentId = resolvePersistentId;
    }

    /// <summary>Reads one pickle and leaves the window positioned right after it.</summary>
    /// <param name="window">Positioned at the pickle's start.</param>
    /// <param name="resolvePersistentId">Returns the external object that a tuple refers to.</param>
    /// <returns>null, a bool, long, Int128, double, string, tuple (<c>object?[]</c>), list (<c>List&lt;object?&gt;</c>),
    /// <see cref="PickleDictionary"/>, <see cref="PickleTensor"/>, <see cref="PickleFunction"/> or <see cref="PickleObject"/>.</returns>
    /// <exception cref="InvalidDataException">It is damaged or far too large.</exception>
    public static object? Read(FileWindow window, Func<object?[], object> resolvePersistentId) =>
        new PickleReader(window, resolvePersistentId).Run();

    private object? Run()
    {
        for (int count = 0; count < MaxInstructions; count++)
        {
            var opcode = (PickleOpcode)_window.ReadByte();
            if (opcode == PickleOpcode.Stop)
            {
                return Pop();
            }

            if (!RunConstant(opcode) && !RunContainer(opcode) && !RunMemo(opcode) && !RunObject(opcode))
            {
                throw _window.Error($"the pickle in it uses the instruction 0x{(byte)opcode:X2}, which is not read here");
            }
        }

        throw _window.Error($"the pickle in it has more than {MaxInstructions} instructions, too many for a network's weights");
    }

    private bool RunConstant(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Proto:
                _window.Skip(1);
                return true;
            case PickleOpcode.Frame:
                _window.Skip(8);
                return true;
            case PickleOpcode.None:
                return Push(null);
            case PickleOpcode.NewTrue:
                return Push(true);
            case PickleOpcode.NewFalse:
                return Push(false);
            case PickleOpcode.BinInt:
                return Push((long)(int)_window.ReadUInt32());
            case PickleOpcode.BinInt1:
                return Push((long)_window.ReadByte());
            case PickleOpcode.BinInt2:
                return Push((long)_window.ReadUInt16());
            case PickleOpcode.Long1:
                return Push(ReadLong());
            case PickleOpcode.BinFloat:
                return Push(BitConverter.Int64BitsToDouble(BinaryPrimitives.ReverseEndianness(_window.ReadInt64())));
            case PickleOpcode.BinUnicode or PickleOpcode.BinString:
                return PushText(_window.ReadUInt32());
            case PickleOpcode.ShortBinUnicode or PickleOpcode.ShortBinString:
                return PushText(_window.ReadByte());
            case PickleOpcode.BinUnicode8:
                return PushText(_window.ReadInt64());
            case PickleOpcode.BinBytes:
                return PassOver(_window.ReadUInt32(), "bytes");
            case PickleOpcode.ShortBinBytes:
                return PassOver(_window.ReadByte(), "bytes");
            case PickleOpcode.BinBytes8:
                return PassOver(_window.ReadInt64(), "bytes");
            case PickleOpcode.ByteArray8:
                return PassOver(_window.ReadInt64(), "bytearray");
            case PickleOpcode.Long4:
                return PassOver(_window.ReadUInt32(), "int");
            default:
                return false;
        }
    }

    private bool RunContainer(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Mark:
                _marks.Push(_stack.Count);
                return true;
            case PickleOpcode.Pop:
                Pop();
                return true;
            case PickleOpcode.PopMark:
                PopToMark();
                return true;
            case PickleOpcode.EmptyTuple:
                return Push(Array.Empty<object?>());
            case PickleOpcode.Tuple1 or PickleOpcode.Tuple2 or PickleOpcode.Tuple3:
                return Push(Pop(opcode - PickleOpcode.Tuple1 + 1));
            case PickleOpcode.Tuple:
                return Push(PopToMark());
            case PickleOpcode.EmptyList:
                return Push(new List<object?>());
            case PickleOpcode.EmptyDict:
                return Push(new PickleDictionary());
            case PickleOpcode.Append:
                return Append(Pop(1));
            case PickleOpcode.Appends:
                return Append(PopToMark());
            case PickleOpcode.SetItem:
                return SetItems(Pop(2));
            case PickleOpcode.SetItems:
                return SetItems(PopToMark());
            case PickleOpcode.EmptySet:
                return Push(new PickleObject("set"));
            case PickleOpcode.AddItems:
                PopToMark();
                return Peek() is PickleObject ? true : throw Unfit("a set");
            case PickleOpcode.FrozenSet:
                PopToMark();
                return Push(new PickleObject("frozenset"));
            default:
                return false;
        }
    }

    private bool RunMemo(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.BinPut:
                return Remember(_window.ReadByte());
            case PickleOpcode.LongBinPut:
                return Remember(_window.ReadUInt32());
            case PickleOpcode.Memoize:
                return Remember((uint)_memo.Count);
            case PickleOpcode.BinGet:
                return Push(Recall(_window.ReadByte()));
            case PickleOpcode.LongBinGet:
                return Push(Recall(_window.ReadUInt32()));
            default:
                return false;
        }
    }

    private bool RunObject(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Global:
                return PushFunction(_window.ReadLine(MaxGlobalBytes), _window.ReadLine(MaxGlobalBytes));
            case PickleOpcode.StackGlobal:
                return Pop(2) is [string module, string name] ? PushFunction(module, name) : throw Unfit("a function's name");
            case PickleOpcode.Inst:
                PopToMark();
                return Push(new PickleObject($"{_window.ReadLine(MaxGlobalBytes)}.{_window.ReadLine(MaxGlobalBytes)}"));
            case PickleOpcode.Obj:
                return Push(PopToMark() is [PickleObject type, ..] ? type : throw Unfit("a class and what an object of it is made of"));
            case PickleOpcode.BinPersId:
                return Push(_resolvePersistentId(Pop() as object?[] ?? throw Unfit("a storage's description")));
            case PickleOpcode.Reduce or PickleOpcode.NewObj:
                return Push(Make(Pop(2)));
            case PickleOpcode.NewObjEx:
                return Push(Make(Pop(3)));
            case PickleOpcode.Build:
                // State in addition to the content: a dictionary's "_metadata", whether a tensor has a gradient, or an object's fields.
                Pop();
                return Peek() is PickleDictionary or PickleTensor or PickleObject
                    ? true
                    : throw Unfit("a tensor or dictionary with a state");
            default:
                return false;
        }
    }

    private bool PushFunction(string module, string name) =>
        Push(PickleFunction.Find(module, name) ?? (object)new PickleObject($"{module}.{name}"));

    /// <summary>A function's result; only its name if it or one of its arguments is unknown here.</summary>
    private object Make(object?[] functionAndArguments) =>
        functionAndArguments switch
        {
            [PickleObject unknown, ..] => unknown,
            [PickleFunction function, object?[] arguments] => function.Call(arguments)
                ?? arguments.OfType<PickleObject>().FirstOrDefault()
                ?? throw UnfitArguments(),
            _ => throw UnfitArguments(),
        };

    private InvalidDataException UnfitArguments() => Unfit("a tensor or dictionary and what it is made of");

    /// <summary>Keeps a text that may be a name or a setting; longer ones are arrays in disguise, as Python 2's protocol writes
    /// them.</summary>
    private bool PushText(long byteCount) =>
        byteCount is > MaxTextBytes or < 0 ? PassOver(byteCount, "str") : Push(_window.ReadText(byteCount, MaxTextBytes));

    private bool PassOver(long byteCount, string type)
    {
        _window.Skip(byteCount);
        return Push(new PickleObject(type));
    }

    private bool Append(object?[] items)
    {
        switch (Peek())
        {
            case List<object?> list:
                list.AddRange(items);
                return true;
            case PickleObject:
                return true;
            default:
                throw Unfit("a list");
        }
    }

    private bool SetItems(object?[] items)
    {
        if (Peek() is PickleObject)
        {
            return true;
        }

        if (Peek() is not PickleDictionary dictionary || items.Length % 2 != 0)
        {
            throw Unfit("a dictionary and pairs of keys and values");
        }

        for (int i = 0; i < items.Length; i += 2)
        {
            dictionary.Set(items[i], items[i + 1]);
        }

        return true;
    }

    private object ReadLong()
    {
        int length = _window.ReadByte();
        if (length > 16)
        {
            throw _window.Error($"an integer of at most 16 bytes was expected, found one of {length}");
        }

        Span<byte> bytes = stackalloc byte[16];
        _window.Read(bytes[..length]);
        bytes[length..].Fill(length > 0 && (bytes[length - 1] & 0x80) != 0 ? (byte)0xFF : (byte)0);
        Int128 value = BinaryPrimitives.ReadInt128LittleEndian(bytes);
        return value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;
    }

    private bool Push(object? value)
    {
        _stack.Add(value);
        return true;
    }

    private object? Pop() => Pop(1)[0];

    private object?[] Pop(int count)
    {
        int bottom = _marks.Count > 0 ? _marks.Peek() : 0;
        if (_stack.Count - count < bottom)
        {
            throw Unfit("something on its stack");
        }

        object?[] values = [.. _stack[^count..]];
        _stack.RemoveRange(_stack.Count - count, count);
        return values;
    }

    private object?[] PopToMark()
    {
        if (_marks.Count == 0)
        {
            throw Unfit("a mark on its stack");
        }

        object?[] values = Pop(_stack.Count - _marks.Peek());
        _marks.Pop();
        return values;
    }

    private object? Peek() => _stack.Count > 0 ? _stack[^1] : throw Unfit("something on its stack");

    private bool Remember(uint index)
    {
        if (index >= MaxInstructions)
        {
            throw Unfit($"a place to remember below {MaxInstructions}");
        }

        if (index >= _memo.Count)
        {
            CollectionsMarshal.SetCount(_memo, (int)index + 1);
        }

        _memo[(int)index] = Peek();
        return true;
    }

    private object? Recall(uint index) => index < _memo.Count ? _memo[(int)index] : throw Unfit($"something remembered under {index}");

    private InvalidDataException Unfit(string expected) => _window.Error($"the pickle in it is damaged: {expected} was expected");
}
