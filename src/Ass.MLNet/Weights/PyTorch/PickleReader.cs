using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Ass.MLNet.Weights.Tensors;

namespace Ass.MLNet.Weights.PyTorch;

/// <summary>Reads a Python pickle as data: dictionaries, lists, tuples, numbers, texts and tensors. Of anything else it keeps the name alone.</summary>
/// <remarks>
/// A pickle is a program for a stack machine, and Python's own reader calls whatever function it names. This one has no way to call anything
/// but <see cref="PickleFunction"/>; any other class or function becomes a <see cref="PickleObject"/>, and so does whatever would be made with it.
/// What it keeps in memory is bounded by the number of instructions, which is capped, and by the texts, which
/// are no longer than the file. A pickle cannot choose a depth of recursion: there is none.
/// </remarks>
internal sealed class PickleReader
{
    /// <summary>No checkpoint's pickle is longer: ResNet-101's weights take 90 kB, and arrays beside them are passed over.</summary>
    public const int MaxBytes = 256 << 20;

    private const int MaxInstructions = 1 << 20;
    private const int MaxTextBytes = 1 << 16;
    private const int MaxGlobalBytes = 512;

    private readonly FileWindow window;
    private readonly Func<object?[], object> resolvePersistentId;
    private readonly List<object?> stack = [];
    private readonly Stack<int> marks = [];
    private readonly List<object?> memo = [];

    private PickleReader(FileWindow window, Func<object?[], object> resolvePersistentId)
    {
        this.window = window;
        this.resolvePersistentId = resolvePersistentId;
    }

    /// <summary>Reads one pickle; the window then stands right behind it.</summary>
    /// <param name="window">Stands at its start.</param>
    /// <param name="resolvePersistentId">Gives the object outside of the pickle that a tuple stands for.</param>
    /// <returns>null, a bool, long, Int128, double, string, tuple (<c>object?[]</c>), list (<c>List&lt;object?&gt;</c>), <see cref="PickleDictionary"/>,
    /// <see cref="PickleTensor"/>, <see cref="PickleFunction"/> or <see cref="PickleObject"/>.</returns>
    /// <exception cref="InvalidDataException">It is damaged or far too large.</exception>
    public static object? Read(FileWindow window, Func<object?[], object> resolvePersistentId) => new PickleReader(window, resolvePersistentId).Run();

    private object? Run()
    {
        for (int count = 0; count < MaxInstructions; count++)
        {
            var opcode = (PickleOpcode)window.ReadByte();
            if (opcode == PickleOpcode.Stop)
            {
                return Pop();
            }

            if (!RunConstant(opcode) && !RunContainer(opcode) && !RunMemo(opcode) && !RunObject(opcode))
            {
                throw window.Error($"the pickle in it uses the instruction 0x{(byte)opcode:X2}, which is not read here");
            }
        }

        throw window.Error($"the pickle in it has more than {MaxInstructions} instructions, too many for a network's weights");
    }

    private bool RunConstant(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Proto:
                window.Skip(1);
                return true;
            case PickleOpcode.Frame:
                window.Skip(8);
                return true;
            case PickleOpcode.None:
                return Push(null);
            case PickleOpcode.NewTrue:
                return Push(true);
            case PickleOpcode.NewFalse:
                return Push(false);
            case PickleOpcode.BinInt:
                return Push((long)(int)window.ReadUInt32());
            case PickleOpcode.BinInt1:
                return Push((long)window.ReadByte());
            case PickleOpcode.BinInt2:
                return Push((long)window.ReadUInt16());
            case PickleOpcode.Long1:
                return Push(ReadLong());
            case PickleOpcode.BinFloat:
                return Push(BitConverter.Int64BitsToDouble(BinaryPrimitives.ReverseEndianness(window.ReadInt64())));
            case PickleOpcode.BinUnicode or PickleOpcode.BinString:
                return PushText(window.ReadUInt32());
            case PickleOpcode.ShortBinUnicode or PickleOpcode.ShortBinString:
                return PushText(window.ReadByte());
            case PickleOpcode.BinUnicode8:
                return PushText(window.ReadInt64());
            case PickleOpcode.BinBytes:
                return PassOver(window.ReadUInt32(), "bytes");
            case PickleOpcode.ShortBinBytes:
                return PassOver(window.ReadByte(), "bytes");
            case PickleOpcode.BinBytes8:
                return PassOver(window.ReadInt64(), "bytes");
            case PickleOpcode.ByteArray8:
                return PassOver(window.ReadInt64(), "bytearray");
            case PickleOpcode.Long4:
                return PassOver(window.ReadUInt32(), "int");
            default:
                return false;
        }
    }

    private bool RunContainer(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Mark:
                marks.Push(stack.Count);
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
                return Remember(window.ReadByte());
            case PickleOpcode.LongBinPut:
                return Remember(window.ReadUInt32());
            case PickleOpcode.Memoize:
                return Remember((uint)memo.Count);
            case PickleOpcode.BinGet:
                return Push(Recall(window.ReadByte()));
            case PickleOpcode.LongBinGet:
                return Push(Recall(window.ReadUInt32()));
            default:
                return false;
        }
    }

    private bool RunObject(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Global:
                return PushFunction(window.ReadLine(MaxGlobalBytes), window.ReadLine(MaxGlobalBytes));
            case PickleOpcode.StackGlobal:
                return Pop(2) is [string module, string name] ? PushFunction(module, name) : throw Unfit("a function's name");
            case PickleOpcode.Inst:
                PopToMark();
                return Push(new PickleObject($"{window.ReadLine(MaxGlobalBytes)}.{window.ReadLine(MaxGlobalBytes)}"));
            case PickleOpcode.Obj:
                return Push(PopToMark() is [PickleObject type, ..] ? type : throw Unfit("a class and what an object of it is made of"));
            case PickleOpcode.BinPersId:
                return Push(resolvePersistentId(Pop() as object?[] ?? throw Unfit("a storage's description")));
            case PickleOpcode.Reduce or PickleOpcode.NewObj:
                return Push(Make(Pop(2)));
            case PickleOpcode.NewObjEx:
                return Push(Make(Pop(3)));
            case PickleOpcode.Build:
                // State beside the content: a dictionary's "_metadata", whether a tensor has a gradient, or an object's fields.
                Pop();
                return Peek() is PickleDictionary or PickleTensor or PickleObject ? true : throw Unfit("a tensor or dictionary with a state");
            default:
                return false;
        }
    }

    private bool PushFunction(string module, string name) => Push(PickleFunction.Find(module, name) ?? (object)new PickleObject($"{module}.{name}"));

    /// <summary>What a function makes of arguments: nothing but its own name, where it or one of them is not known here.</summary>
    private object Make(object?[] functionAndArguments) => functionAndArguments switch
    {
        [PickleObject unknown, ..] => unknown,
        [PickleFunction function, object?[] arguments] => function.Call(arguments) ?? arguments.OfType<PickleObject>().FirstOrDefault() ?? throw UnfitArguments(),
        _ => throw UnfitArguments(),
    };

    private InvalidDataException UnfitArguments() => Unfit("a tensor or dictionary and what it is made of");

    /// <summary>Keeps a text that may be a name or a setting; longer ones are arrays in disguise, as Python 2's protocol writes them.</summary>
    private bool PushText(long byteCount) => byteCount is > MaxTextBytes or < 0 ? PassOver(byteCount, "str") : Push(window.ReadText(byteCount, MaxTextBytes));

    private bool PassOver(long byteCount, string type)
    {
        window.Skip(byteCount);
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
        int length = window.ReadByte();
        if (length > 16)
        {
            throw window.Error($"an integer of at most 16 bytes was expected, found one of {length}");
        }

        Span<byte> bytes = stackalloc byte[16];
        window.Read(bytes[..length]);
        bytes[length..].Fill(length > 0 && (bytes[length - 1] & 0x80) != 0 ? (byte)0xFF : (byte)0);
        Int128 value = BinaryPrimitives.ReadInt128LittleEndian(bytes);
        return value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;
    }

    private bool Push(object? value)
    {
        stack.Add(value);
        return true;
    }

    private object? Pop() => Pop(1)[0];

    private object?[] Pop(int count)
    {
        int bottom = marks.Count > 0 ? marks.Peek() : 0;
        if (stack.Count - count < bottom)
        {
            throw Unfit("something on its stack");
        }

        object?[] values = [.. stack[^count..]];
        stack.RemoveRange(stack.Count - count, count);
        return values;
    }

    private object?[] PopToMark()
    {
        if (marks.Count == 0)
        {
            throw Unfit("a mark on its stack");
        }

        object?[] values = Pop(stack.Count - marks.Peek());
        marks.Pop();
        return values;
    }

    private object? Peek() => stack.Count > 0 ? stack[^1] : throw Unfit("something on its stack");

    private bool Remember(uint index)
    {
        if (index >= MaxInstructions)
        {
            throw Unfit($"a place to remember below {MaxInstructions}");
        }

        if (index >= memo.Count)
        {
            CollectionsMarshal.SetCount(memo, (int)index + 1);
        }

        memo[(int)index] = Peek();
        return true;
    }

    private object? Recall(uint index) => index < memo.Count ? memo[(int)index] : throw Unfit($"something remembered under {index}");

    private InvalidDataException Unfit(string expected) => window.Error($"the pickle in it is damaged: {expected} was expected");
}
