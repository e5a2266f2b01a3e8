using System.Drawing;
using Ass.MLNet;
using Ass.MLNet.MLNetInternals;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(
    typeof(SegmentationLabelLoadingTransformer),
    typeof(LabelLoadingFormat),
    null,
    typeof(SignatureLoadModel),
    "ASS label loading",
    LabelLoadingFormat.LoaderSignature
)]

namespace Ass.MLNet.MLNetInternals;

/// <summary>Stores label loading in ML.NET's model files.</summary>
internal static class LabelLoadingFormat
{
    /// <summary>The name under which ML.NET finds <see cref="Create"/>; at most 24 characters, and part of every saved file.</summary>
    public const string LoaderSignature = "AssLabels";

    /// <summary>The name in files saved before version 0.2, which refer to the assembly Ass.MLNet; that assembly registers this
    /// name.</summary>
    public const string EarlierLoaderSignature = "AssLabelLoading";

    // Adds colour maps.
    private const uint WithColors = 0x00010002;

    private static VersionInfo Version { get; } =
        new(
            modelSignature: "ASS LABL",
            // verWrittenCur: 0x00010001, // Initial
            verWrittenCur: WithColors,
            verReadableCur: WithColors,
            verWeCanReadBack: 0x00010001,
            loaderSignature: LoaderSignature,
            loaderAssemblyName: typeof(LabelLoadingFormat).Assembly.FullName
        );

    // *** Binary format ***
    // int: id of the name of the label column
    // int: id of the name of the path column
    // int: id of the folder, -1 if there is none
    // int: channel
    // int: number of classes K, 0 if there is no map; the rest is present only with a map
    // K × (int: id of the class name; int: colour, 0xRRGGBB)
    // byte: 1 if raw values are colours, else 0; since version 0x00010002, 0 before
    // int: number of listed raw values
    // per listed value, ascending: (ushort: raw value, or int: colour, 0xRRGGBB; byte: train id)

    public static void Save(ModelSaveContext ctx, LabelLoading options)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        ctx.SaveNonEmptyString(options.Output);
        ctx.SaveNonEmptyString(options.Input);
        ctx.SaveStringOrNull(options.Folder);
        ctx.Writer.Write((int)options.Channel);
        ctx.Writer.Write(options.Map?.ClassNames.Count ?? 0);
        if (options.Map is not { } map)
        {
            return;
        }

        foreach (var (name, color) in map.ClassNames.Zip(map.Palette.Colors))
        {
            ctx.SaveNonEmptyString(name);
            ctx.Writer.Write(color.ToArgb() & 0xFFFFFF);
        }

        ctx.Writer.Write(map.IsOfColors ? (byte)1 : (byte)0);
        int[] values = [.. map.ListedValues];
        ctx.Writer.Write(values.Length);
        foreach (int raw in values)
        {
            if (map.IsOfColors)
            {
                ctx.Writer.Write(raw);
            }
            else
            {
                ctx.Writer.Write((ushort)raw);
            }

            ctx.Writer.Write(map[raw]);
        }
    }

    /// <summary>Reads the transformer; called by ML.NET through the attribute above.</summary>
    /// <exception cref="FormatException">The file is damaged or was written by a later version.</exception>
    public static SegmentationLabelLoadingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        string output = ctx.LoadNonEmptyString(),
            input = ctx.LoadNonEmptyString();
        string? folder = ctx.LoadStringOrNull();
        var channel = (LabelChannel)ctx.Reader.ReadInt32();
        env.CheckDecode(Enum.IsDefined(channel), $"The label channel has the unknown number {(int)channel}.");
        int classes = ctx.Reader.ReadInt32();
        env.CheckDecode(classes is >= 0 and <= 255, $"The label map has {classes} classes.");
        return new SegmentationLabelLoadingTransformer(
            env,
            new LabelLoading(output, input, classes == 0 ? null : ReadMap(env, ctx, classes), folder, channel)
        );
    }

    private static LabelMap ReadMap(IHostEnvironment env, ModelLoadContext ctx, int classes)
    {
        var names = new string[classes];
        var colors = new Color[classes];
        for (int i = 0; i < classes; i++)
        {
            names[i] = ctx.LoadNonEmptyString();
            colors[i] = Color.FromArgb(byte.MaxValue, Color.FromArgb(ctx.Reader.ReadInt32()));
        }

        bool ofColors = ctx.Header.ModelVerWritten >= WithColors && ctx.Reader.ReadByte() == 1;
        int count = ctx.Reader.ReadInt32();
        env.CheckDecode(count is >= 0 and <= ushort.MaxValue + 1, $"The label map lists {count} values.");
        var values = new Dictionary<int, int>();
        for (int i = 0; i < count; i++)
        {
            int raw = ofColors ? ctx.Reader.ReadInt32() : ctx.Reader.ReadUInt16();
            values[raw] = ctx.Reader.ReadByte();
        }

        try
        {
            return ofColors ? LabelMap.OfRgb(values, names, colors) : new LabelMap(values, names, colors);
        }
        catch (ArgumentException e)
        {
            throw env.ExceptDecode(e, e.Message);
        }
    }
}
