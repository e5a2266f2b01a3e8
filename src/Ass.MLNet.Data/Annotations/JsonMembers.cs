using System.Text.Json;
using Ass.MLNet.Files;

namespace Ass.MLNet.Annotations;

/// <summary>Reads lists in the root object of a large JSON file one element at a time.</summary>
/// <remarks>
/// A <see cref="JsonDocument"/> does not fit: the files of COCO have hundreds of megabytes, and a document takes as much memory again. Here
/// memory grows with the largest element, not with the file.
/// </remarks>
internal sealed class JsonMembers
{
    private const int FirstLength = 1 << 20;

    private readonly Stream _stream;
    private readonly IReadOnlyDictionary<string, Visit> _lists;
    private byte[] _buffer = GC.AllocateUninitializedArray<byte>(FirstLength);
    private int _count;
    private long _offset;
    private bool _isAtEnd;
    private State _state;
    private Visit? _visit;
    private string _name = "";

    private JsonMembers(Stream stream, IReadOnlyDictionary<string, Visit> lists) => (_stream, _lists) = (stream, lists);

    /// <summary>Takes an element of a list.</summary>
    /// <param name="offset">The offset of its first byte in the stream.</param>
    /// <param name="element">Its bytes.</param>
    public delegate void Visit(long offset, ReadOnlySpan<byte> element);

    private enum State
    {
        Root,
        Member,
        Value,
        Elements,
        Skipped,
        End,
    }

    /// <summary>Reads a stream from its beginning.</summary>
    /// <param name="stream">The file, in UTF-8.</param>
    /// <param name="lists">The lists by name; other members are passed over.</param>
    /// <exception cref="InvalidDataException">It is not JSON, or a member is no list; the message is the end of a sentence.</exception>
    public static void Read(Stream stream, IReadOnlyDictionary<string, Visit> lists)
    {
        try
        {
            new JsonMembers(stream, lists).Read();
        }
        catch (Exception e) when (LabelJson.IsDamage(e))
        {
            throw LabelJson.Damaged(e);
        }
    }

    private void Read()
    {
        Fill();
        int skipped = ByteOrderMark.LengthIn(_buffer.AsSpan(0, _count));
        var state = new JsonReaderState();
        while (_state != State.End)
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(skipped, _count - skipped), _isAtEnd, state);
            while (_state != State.End && Advance(ref reader, skipped)) { }

            state = reader.CurrentState;
            int consumed = skipped + (int)reader.BytesConsumed;
            skipped = 0;
            _buffer.AsSpan(consumed, _count - consumed).CopyTo(_buffer);
            (_offset, _count) = (_offset + consumed, _count - consumed);
            if (_state != State.End)
            {
                if (_isAtEnd)
                {
                    throw new InvalidDataException("it ends in the middle of its text");
                }

                Fill();
            }
        }
    }

    private void Fill()
    {
        if (_count == _buffer.Length)
        {
            if (_buffer.Length == Array.MaxLength)
            {
                throw new InvalidDataException($"one of its elements has more than {Array.MaxLength} bytes");
            }

            Array.Resize(ref _buffer, (int)Math.Min(2L * _buffer.Length, Array.MaxLength));
        }

        int read = _stream.ReadAtLeast(_buffer.AsSpan(_count), _buffer.Length - _count, throwOnEndOfStream: false);
        _isAtEnd = read < _buffer.Length - _count;
        _count += read;
    }

    /// <summary>Reads one token, or one element.</summary>
    /// <returns>Whether there was enough in the buffer; otherwise, the reader stands where it stood before.</returns>
    private bool Advance(ref Utf8JsonReader reader, int skipped)
    {
        var before = reader;
        if (!reader.Read())
        {
            return false;
        }

        switch (_state)
        {
            case State.Root:
                _state =
                    reader.TokenType == JsonTokenType.StartObject
                        ? State.Member
                        : throw new InvalidDataException("it holds no JSON object");
                break;
            case State.Member when reader.TokenType == JsonTokenType.EndObject:
                _state = State.End;
                break;
            case State.Member:
                _name = reader.GetString()!;
                _visit = _lists.GetValueOrDefault(_name);
                _state = State.Value;
                break;
            case State.Value when _visit is not null:
                _state =
                    reader.TokenType == JsonTokenType.StartArray
                        ? State.Elements
                        : throw new InvalidDataException($"its '{_name}' is not a list");
                break;
            case State.Value:
                _state = reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject ? State.Skipped : State.Member;
                break;
            case State.Elements when reader.TokenType == JsonTokenType.EndArray:
                _state = State.Member;
                break;
            case State.Elements:
                int start = skipped + (int)reader.TokenStartIndex;
                if (!reader.TrySkip())
                {
                    reader = before;
                    return false;
                }

                _visit!(_offset + start, _buffer.AsSpan(start, skipped + (int)reader.BytesConsumed - start));
                break;
            case State.Skipped when reader is { CurrentDepth: 1, TokenType: JsonTokenType.EndArray or JsonTokenType.EndObject }:
                _state = State.Member;
                break;
        }

        return true;
    }
}
