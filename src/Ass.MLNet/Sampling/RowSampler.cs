using Ass.MLNet.Columns;
using Ass.MLNet.Images;
using Ass.MLNet.Labels;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Sampling;

/// <summary>Reads from a cursor what one stream needs of each row: the domain first, and image and label only where the row belongs to it,
/// so that rows of other streams are not decoded.</summary>
internal sealed class RowSampler
{
    private readonly StreamKind kind;
    private readonly SamplingColumns columns;
    private readonly RowName name;
    private readonly Func<SegmentationDomain> readDomain;
    private readonly Func<LabelMask?>? readLabel;
    private readonly Func<MLImage?> readImage;

    public RowSampler(StreamKind kind, SamplingColumns columns, DataViewRow row)
    {
        this.kind = kind;
        this.columns = columns;
        name = new RowName(row);
        readDomain = DomainColumn.CreateReader(row, columns.Domain, Wanted);
        readLabel = kind == StreamKind.UnlabeledTarget ? null : LabelColumn.CreateReader(row, columns.Label);
        readImage = ImageColumn.CreateReader(row, columns.Image);
    }

    private SegmentationDomain Wanted => kind == StreamKind.Source ? SegmentationDomain.Source : SegmentationDomain.Target;

    /// <summary>The columns a cursor must have active for this stream.</summary>
    public static IEnumerable<DataViewSchema.Column> ActiveColumns(StreamKind kind, SamplingColumns columns, DataViewSchema schema)
    {
        IEnumerable<DataViewSchema.Column> active =
        [
            columns.Image,
            .. columns.Domain is { } domain ? [domain] : (DataViewSchema.Column[])[],
            .. kind == StreamKind.UnlabeledTarget ? [] : (DataViewSchema.Column[])[columns.Label],
        ];
        return active.Concat(RowName.ActiveColumns(schema));
    }

    /// <summary>Moves to the next row.</summary>
    /// <exception cref="InvalidOperationException">The data gave up on it.</exception>
    public static bool MoveNext(DataViewRowCursor cursor)
    {
        try
        {
            return cursor.MoveNext();
        }
        catch (OperationCanceledException e)
        {
            throw new InvalidOperationException($"The row after position {cursor.Position} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>What became of the row.</summary>
    public enum Outcome
    {
        /// <summary>The row belongs to another domain, or has no label where the stream wants one.</summary>
        Elsewhere,

        /// <summary>Its label is ignored everywhere: nothing to learn from.</summary>
        AllIgnored,

        /// <summary>Image and label were read.</summary>
        Read,
    }

    /// <summary>Reads the current row; the pixels are copies.</summary>
    /// <exception cref="InvalidOperationException">The row is broken; the message names it.</exception>
    public Outcome Read(out BgrImage? image, out byte[]? ids)
    {
        image = null;
        ids = null;
        if (Domain() != Wanted)
            return Outcome.Elsewhere;

        LabelMask? label = null;
        if (readLabel is not null)
        {
            label = name.Guard(readLabel, columns.Label);
            if (label is null && kind == StreamKind.Source)
                throw new InvalidOperationException($"Source {name} has no label in column '{columns.Label.Name}': source rows must all be labelled.");
            if (label is null)
                return Outcome.Elsewhere;
            LabelColumn.CheckRange(label, columns.ClassCount, $"{name}, column '{columns.Label.Name}'");
            if (!label.Ids.AsSpan().ContainsAnyExcept(LabelMask.Ignored))
                return Outcome.AllIgnored;
        }

        var pixels = name.Guard(readImage, columns.Image)
            ?? throw new InvalidOperationException($"{name.ToTitle()} has no image in column '{columns.Image.Name}'.");
        TransparentPicture.Check(pixels, $"{name}, column '{columns.Image.Name}'");
        image = BgrImage.FromMLImage(pixels);
        if (label is not null)
        {
            CheckSize(image, label);
            ids = label.Ids;
        }

        return Outcome.Read;
    }

    private void CheckSize(BgrImage image, LabelMask label)
    {
        if (LabelColumn.FindSizeMismatch(label, columns.Label, new ImageSize(image.Width, image.Height), columns.Image) is { } mismatch)
            throw new InvalidOperationException($"{name.ToTitle()}: {mismatch}");
    }

    private SegmentationDomain Domain()
    {
        try
        {
            return readDomain();
        }
        catch (OperationCanceledException e)
        {
            throw name.Unreadable(columns.Domain!.Value, e);
        }
    }
}
