using Ass.MLNet.Columns;
using Ass.MLNet.Images;
using Ass.MLNet.Labels;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Sampling;

/// <summary>Reads the rows of one stream from a cursor. It reads the domain first, and image and label only if the row belongs to the
/// stream, so that rows of other streams are not decoded.</summary>
internal sealed class RowSampler
{
    private readonly StreamKind _kind;
    private readonly SamplingColumns _columns;
    private readonly RowName _name;
    private readonly Func<SegmentationDomain> _readDomain;
    private readonly Func<LabelMask?>? _readLabel;
    private readonly Func<MLImage?> _readImage;

    public RowSampler(StreamKind kind, SamplingColumns columns, DataViewRow row)
    {
        _kind = kind;
        _columns = columns;
        _name = new RowName(row);
        _readDomain = DomainColumn.CreateReader(row, columns.Domain, Wanted);
        _readLabel = kind == StreamKind.UnlabeledTarget ? null : LabelColumn.CreateReader(row, columns.Label);
        _readImage = ImageColumn.CreateReader(row, columns.Image);
    }

    private SegmentationDomain Wanted => _kind == StreamKind.Source ? SegmentationDomain.Source : SegmentationDomain.Target;

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
    /// <exception cref="InvalidOperationException">The data could not provide the row.</exception>
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

    /// <summary>The outcome of reading a row.</summary>
    public enum Outcome
    {
        /// <summary>The row belongs to another domain, or lacks the label that the stream needs.</summary>
        Elsewhere,

        /// <summary>Every pixel of its label is ignored, so there is nothing to learn from.</summary>
        AllIgnored,

        /// <summary>Image and label were read.</summary>
        Read,
    }

    /// <summary>Reads the current row; the pixels are copies.</summary>
    /// <exception cref="InvalidOperationException">The row cannot be read; the message names it.</exception>
    public Outcome Read(out BgrImage? image, out byte[]? ids)
    {
        image = null;
        ids = null;
        if (Domain() != Wanted)
        {
            return Outcome.Elsewhere;
        }

        LabelMask? label = null;
        if (_readLabel is not null)
        {
            label = _name.Guard(_readLabel, _columns.Label);
            if (label is null && _kind == StreamKind.Source)
            {
                throw new InvalidOperationException(
                    $"Source {_name} has no label in column '{_columns.Label.Name}': source rows must all be labelled."
                );
            }
            if (label is null)
            {
                return Outcome.Elsewhere;
            }
            LabelColumn.CheckRange(label, _columns.ClassCount, $"{_name}, column '{_columns.Label.Name}'");
            if (!label.Ids.AsSpan().ContainsAnyExcept(LabelMask.Ignored))
            {
                return Outcome.AllIgnored;
            }
        }

        var pixels = _name.Guard(_readImage, _columns.Image)
            ?? throw new InvalidOperationException($"{_name.ToTitle()} has no image in column '{_columns.Image.Name}'.");
        TransparentPicture.Check(pixels, $"{_name}, column '{_columns.Image.Name}'");
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
        if (LabelColumn.FindSizeMismatch(label, _columns.Label, new ImageSize(image.Width, image.Height), _columns.Image) is { } mismatch)
        {
            throw new InvalidOperationException($"{_name.ToTitle()}: {mismatch}");
        }
    }

    private SegmentationDomain Domain()
    {
        try
        {
            return _readDomain();
        }
        catch (OperationCanceledException e)
        {
            throw _name.Unreadable(_columns.Domain!.Value, e);
        }
    }
}
