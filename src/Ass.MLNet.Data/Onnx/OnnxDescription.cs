using System.Globalization;
using System.Text.Json;
using Ass.MLNet.Prediction;

namespace Ass.MLNet.Onnx;

/// <summary>What an ONNX graph of a segmentation model takes and returns, as written to its metadata and read from there.</summary>
/// <remarks>Files are not trusted: <see cref="Parse"/> checks every text.</remarks>
/// <param name="ClassNames">K names in the order of the train ids.</param>
/// <param name="Input">What the graph takes.</param>
/// <param name="Output">What it returns.</param>
/// <param name="Resizing">How prediction resizes images for the network and its logits back.</param>
/// <param name="ResizesImages">Whether the graph resizes images itself; otherwise it takes them at
/// <see cref="PredictionResizing.InputSize"/>, if that is set.</param>
internal sealed record OnnxDescription(
    IReadOnlyList<string> ClassNames,
    OnnxInput Input,
    OnnxOutput Output,
    PredictionResizing Resizing,
    bool ResizesImages
)
{
    /// <summary>The name of the graph's input.</summary>
    public const string InputName = "image";

    /// <summary>The id of every pixel of an image whose scores are not finite, for <see cref="OnnxOutput.Ids"/>. No class has it: there
    /// are 255 at most.</summary>
    public const byte UnsoundId = byte.MaxValue;

    /// <summary>The key of <see cref="IsQuantized"/>.</summary>
    public const string PrecisionKey = "ass.precision";

    /// <summary>The precision of a quantized graph.</summary>
    public const string Int8 = "int8";

    private const string Float32 = "float32";
    private const string Version = "1";
    private const string FormatKey = "ass.format";
    private const string ClassesKey = "ass.classes";
    private const string PaletteKey = "ass.palette";
    private const string InputKey = "ass.input";
    private const string OutputKey = "ass.output";
    private const string InputSizeKey = "ass.input_size";
    private const string InterpolationKey = "ass.interpolation";
    private const string AlignCornersKey = "ass.align_corners";
    private const string ResizesImagesKey = "ass.resizes_images";
    private const string OwnSize = "any";
    private const int LargestSide = 32768;

    /// <summary>The name of the graph's output.</summary>
    public string OutputName => NameOf(Output);

    /// <summary>Whether the convolutions have integers of 8 bits for weights and activations (<c>ass.precision</c> is <c>int8</c>), and not
    /// 32-bit floats (<c>float32</c>, or nothing, as in graphs that are exported).</summary>
    public bool IsQuantized { get; init; }

    /// <summary>The metadata's texts by name; class names and their colours are JSON.</summary>
    public IReadOnlyDictionary<string, string> ToMetadata()
    {
        var texts = new Dictionary<string, string>
        {
            [FormatKey] = Version,
            [ClassesKey] = JsonSerializer.Serialize(ClassNames),
            [PaletteKey] = JsonSerializer.Serialize(
                SegmentationPalette.ForClasses(ClassNames).Colors.Select(color => $"#{color.R:X2}{color.G:X2}{color.B:X2}")
            ),
            [InputKey] = NameOf(Input),
            [OutputKey] = NameOf(Output),
            [InputSizeKey] = Resizing.InputSize is { } size ? $"{size.Width}x{size.Height}" : OwnSize,
            [InterpolationKey] = NameOf(Resizing.Interpolation),
            [AlignCornersKey] = NameOf(Resizing.AlignCorners),
            [ResizesImagesKey] = NameOf(ResizesImages),
        };
        if (IsQuantized)
        {
            texts[PrecisionKey] = Int8;
        }
        return texts;
    }

    /// <summary>Reads what <see cref="ToMetadata"/> wrote.</summary>
    /// <exception cref="InvalidDataException">A text is missing or makes no sense; the message is a clause that says which.</exception>
    public static OnnxDescription Parse(IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue(FormatKey, out string? version))
        {
            throw new InvalidDataException("it was not exported by Ass.MLNet, or its metadata is lost");
        }
        if (version != Version)
        {
            throw new InvalidDataException($"its format is '{version}', and this library reads '{Version}': it is of another version");
        }

        return new OnnxDescription(
            ParseClasses(Text(ClassesKey)),
            Word<OnnxInput>(InputKey),
            Word<OnnxOutput>(OutputKey),
            new PredictionResizing(ParseSize(Text(InputSizeKey)), Word<ImageInterpolation>(InterpolationKey), Flag(AlignCornersKey)),
            Flag(ResizesImagesKey)
        )
        {
            IsQuantized = metadata.ContainsKey(PrecisionKey) && ParsePrecision(Text(PrecisionKey)),
        };

        string Text(string key) =>
            metadata.TryGetValue(key, out string? text) ? text : throw new InvalidDataException($"its metadata '{key}' is missing");

        bool Flag(string key) => Choose(key, false, true);

        T Word<T>(string key)
            where T : struct, Enum => Choose(key, Enum.GetValues<T>());

        T Choose<T>(string key, params ReadOnlySpan<T> values)
        {
            string text = Text(key);
            foreach (var value in values)
            {
                if (NameOf(value) == text)
                {
                    return value;
                }
            }
            throw new InvalidDataException($"its metadata '{key}' is '{text}', which is not known");
        }
    }

    // "NetworkLogits" is "network_logits", true is "true".
    private static string NameOf<T>(T value) => JsonNamingPolicy.SnakeCaseLower.ConvertName($"{value}");

    private static string[] ParseClasses(string json)
    {
        string[]? names = null;
        try
        {
            names = JsonSerializer.Deserialize<string[]>(json);
        }
        catch (JsonException) { }

        return names is { Length: >= 2 and <= 255 } && names.All(name => !string.IsNullOrWhiteSpace(name))
            ? names
            : throw new InvalidDataException($"its metadata '{ClassesKey}' is not a list of 2 to 255 class names");
    }

    private static bool ParsePrecision(string text) =>
        text switch
        {
            Int8 => true,
            Float32 => false,
            _ => throw new InvalidDataException($"its metadata '{PrecisionKey}' is '{text}', which is not known"),
        };

    private static ImageSize? ParseSize(string text)
    {
        if (text == OwnSize)
        {
            return null;
        }
        return
            text.Split('x') is [var width, var height]
            && int.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out int w)
            && int.TryParse(height, NumberStyles.None, CultureInfo.InvariantCulture, out int h)
            && w is >= 1 and <= LargestSide
            && h is >= 1 and <= LargestSide
            ? new ImageSize(w, h)
            : throw new InvalidDataException($"its metadata '{InputSizeKey}' is '{text}', not a size such as 640x360");
    }
}
