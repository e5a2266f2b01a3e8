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
    private readonly Func<BgrImage>? _readPixels;
    private readonly ValueGetter<DataViewRowId> _getId;
    private readonly DecodedCache? _cache;
    private LabelMask? _label;
    private bool _isLabelKept;

    /// <param name="kind">The stream.</param>
    /// <param name="columns">The image, label and domain columns.</param>
    /// <param name="row">The row; the caller moves it.</param>
    /// <param name="cache">Keeps what is decoded, under the rows' ids; null to keep nothing.</param>
    public RowSampler(StreamKind kind, SamplingColumns columns, DataViewRow row, DecodedCache? cache = null)
    {
        _kind = kind;
        _columns = columns;
        _cache = cache;
        _getId = row.GetIdGetter();
        _name = new RowName(row);
        _readDomain = DomainColumn.CreateReader(row, columns.Domain, Wanted);
        _readLabel = kind == StreamKind.UnlabeledTarget ? null : LabelColumn.CreateReader(row, columns.Label);
        _readImage = ImageColumn.CreateReader(row, columns.Image);
        _readPixels = (row as ITrainIdRow)?.CreatePixelReader(columns.Image);
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

    /// <summary>Reads the current row's domain and, if the stream has labels, its label.</summary>
    /// <returns><see cref="RowOutcome.Wanted"/>, <see cref="RowOutcome.Elsewhere"/> or <see cref="RowOutcome.AllIgnored"/>.</returns>
    /// <exception cref="InvalidOperationException">The row cannot be read; the message names it.</exception>
    public RowOutcome ReadLabel()
    {
        (_label, _isLabelKept) = (null, false);
        if (Domain() != Wanted)
        {
            return RowOutcome.Elsewhere;
        }
        if (_readLabel is null)
        {
            return RowOutcome.Wanted;
        }

        _label = _cache?.FindLabel(Id());
        _isLabelKept = _label is not null;
        if (!_isLabelKept)
        {
            _label = DecodeLabel(_readLabel);
            if (_label is null)
            {
                return RowOutcome.Elsewhere;
            }
            _isLabelKept = _cache?.TryKeep(Id(), _label) == true;
        }

        return _label!.Ids.AsSpan().ContainsAnyExcept(LabelMask.Ignored) ? RowOutcome.Wanted : RowOutcome.AllIgnored;
    }

    /// <summary>Train ids of the label that was read last; empty if the row or the stream has none.</summary>
    public ReadOnlySpan<byte> Ids => _label is null ? [] : _label.Ids;

    /// <summary>Recycles the label that was read last, if nobody else has it.</summary>
    public void GiveBackLabel()
    {
        if (_label is not null && !_isLabelKept)
        {
            PixelBuffers.Give(_label.Ids);
        }
        _label = null;
    }

    /// <summary>Reads the image of a row that <see cref="ReadLabel"/> found wanted.</summary>
    /// <exception cref="InvalidOperationException">The row cannot be read; the message names it.</exception>
    public DecodedPair ReadImage()
    {
        var image = _cache?.FindImage(Id());
        bool isKept = image is not null;
        if (image is null)
        {
            image = DecodeImage();
            isKept = _cache?.TryKeep(Id(), image) == true;
        }
        if (_label is not null)
        {
            CheckSize(image, _label);
        }

        return new DecodedPair(image, _label?.Ids, isKept, _isLabelKept);
    }

    /// <summary>Reads the current row; the pixels are copies.</summary>
    /// <returns>Image and label; null if the row is not one of the stream's.</returns>
    /// <exception cref="InvalidOperationException">The row cannot be read; the message names it.</exception>
    public DecodedPair? Read() => ReadLabel() == RowOutcome.Wanted ? ReadImage() : null;

    private BgrImage DecodeImage()
    {
        if (_readPixels is not null)
        {
            return _name.Guard(_readPixels, _columns.Image);
        }
        var image = _name.Guard(_readImage, _columns.Image)
            ?? throw new InvalidOperationException($"{_name.ToTitle()} has no image in column '{_columns.Image.Name}'.");
        TransparentPicture.Check(image, $"{_name}, column '{_columns.Image.Name}'");
        return BgrImage.FromMLImage(image);
    }

    private LabelMask? DecodeLabel(Func<LabelMask?> read)
    {
        var label = _name.Guard(read, _columns.Label);
        if (label is null && _kind == StreamKind.Source)
        {
            throw new InvalidOperationException(
                $"Source {_name} has no label in column '{_columns.Label.Name}': source rows must all be labelled."
            );
        }
        if (label is not null)
        {
            LabelColumn.CheckRange(label, _columns.ClassCount, $"{_name}, column '{_columns.Label.Name}'");
        }

        return label;
    }

    private DataViewRowId Id()
    {
        DataViewRowId id = default;
        _getId(ref id);
        return id;
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
