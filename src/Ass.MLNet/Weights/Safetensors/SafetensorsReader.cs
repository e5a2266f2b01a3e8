using System.Text.Json;
using Ass.MLNet.Networks;
using Ass.MLNet.Weights.Tensors;

namespace Ass.MLNet.Weights.Safetensors;

/// <summary>Opens safetensors files: a length, a JSON header with each tensor's type, shape and location, and the tensors' bytes.</summary>
/// <remarks>Format: https://huggingface.co/docs/safetensors.</remarks>
internal static class SafetensorsReader
{
    // ResNet-101's is 60 kB.
    private const int MaxHeaderBytes = 8 << 20;
    private const int MaxTensors = 65_536;
    private const int LengthBytes = sizeof(long);

    /// <summary>Opens a file, which is closed with the result.</summary>
    /// <exception cref="InvalidDataException">The header does not match the bytes.</exception>
    public static WeightFile Open(RawFile file)
    {
        long length = new FileWindow(file, 0, LengthBytes).ReadInt64();
        if (length < 2 || length > MaxHeaderBytes || length > file.Length - LengthBytes)
        {
            throw file.Error($"its header should have 2 to {MaxHeaderBytes} bytes that lie in the file, found {length}");
        }

        byte[] header = new byte[length];
        file.Read(LengthBytes, header);
        try
        {
            using JsonDocument json = JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = 4 });
            var normalization = ReadMetadata(
                file,
                json.RootElement,
                WeightMetadata.Normalization,
                WeightMetadata.ParseNormalization,
                "pixels"
            );
            return new WeightFile(file.Path, "safetensors", ReadTensors(file, json.RootElement, LengthBytes + length), normalization, file)
            {
                Arithmetic = ReadMetadata(file, json.RootElement, WeightMetadata.Arithmetic, WeightMetadata.ParseArithmetic, "network"),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // Beside bad JSON: values of another kind, texts that are no valid Unicode, and what is missing.
            throw file.Error($"its header is no JSON of the kind that safetensors have ({e.Message})", e);
        }
    }

    private static List<WeightTensor> ReadTensors(RawFile file, JsonElement header, long dataStart)
    {
        var tensors = new List<WeightTensor>();
        var names = new HashSet<string>();
        foreach (JsonProperty property in header.EnumerateObject().Where(property => property.Name != WeightMetadata.Key))
        {
            if (tensors.Count == MaxTensors || !names.Add(property.Name))
            {
                throw file.Error($"it holds two tensors called '{RawFile.Printable(property.Name)}', or more than {MaxTensors}");
            }

            StridedView view = ReadView(file, property.Name, property.Value, dataStart, out long[] shape);
            tensors.Add(new WeightTensor(property.Name, shape, view.Read));
        }

        return tensors;
    }

    private static StridedView ReadView(RawFile file, string name, JsonElement tensor, long dataStart, out long[] shape)
    {
        string? type = tensor.GetProperty("dtype").GetString();
        WeightElement element = WeightElement.FromSafetensors(type)
            ?? throw file.Error(
                $"tensor '{RawFile.Printable(name)}' is of the type '{RawFile.Printable(type ?? "null")}', which is not read here"
            );
        shape = Integers(tensor.GetProperty("shape"));
        long[] offsets = Integers(tensor.GetProperty("data_offsets"));
        long room = file.Length - dataStart;
        if (offsets is not [var begin, var end] || begin < 0 || end < begin || end > room)
        {
            throw file.Error(
                $"tensor '{RawFile.Printable(name)}' should lie between two of the {room} bytes behind the header, found "
                    + $"[{string.Join(", ", offsets.Take(3))}]"
                    + (offsets is [_, var last] && last > room ? $": {RawFile.CutOff}" : "")
            );
        }

        var storage = new WeightStorage(file, element, dataStart + begin, (end - begin) / element.Size);
        StridedView view = StridedView.RowMajor(storage, shape, name);
        return shape.Aggregate(1L, (count, side) => count * side) * element.Size == end - begin
            ? view
            : throw file.Error(
                $"tensor '{RawFile.Printable(name)}' [{string.Join(", ", shape)}] of {element.SafetensorsName} does not fill its "
                    + $"{end - begin} bytes"
            );
    }

    private static long[] Integers(JsonElement list)
    {
        const int longest = 8;
        return list.GetArrayLength() <= longest
            ?
            [
                .. list.EnumerateArray()
                    .Select(item =>
                        item.TryGetInt64(out long value) ? value : throw new JsonException($"an integer was expected, found {item}")
                    ),
            ]
            : throw new JsonException($"a list of at most {longest} integers was expected, found {list.GetArrayLength()}");
    }

    /// <summary>Reads one of this library's metadata entries; null if absent.</summary>
    private static T? ReadMetadata<T>(RawFile file, JsonElement header, string name, Func<string, T?> parse, string what)
        where T : class =>
        header.TryGetProperty(WeightMetadata.Key, out JsonElement metadata) && metadata.TryGetProperty(name, out JsonElement text)
            ? parse(text.GetString() ?? "")
                ?? throw file.Error($"its metadata '{name}' is '{RawFile.Printable(text.ToString())}', which describes no {what}")
            : null;
}
