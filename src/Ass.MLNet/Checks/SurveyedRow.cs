using Ass.MLNet.Columns;
using Ass.MLNet.Labels;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Checks;

/// <summary>Reads the values that a survey needs of a row. Errors in computing a value name the row and the column.</summary>
internal sealed class SurveyedRow
{
    private readonly RowName _name;
    private readonly DataViewSchema.Column _imageColumn;
    private readonly DataViewSchema.Column _labelColumn;
    private readonly Func<SegmentationDomain> _readDomain;
    private readonly Func<LabelMask?> _readLabel;
    private readonly Func<ImageSize?> _readSize;
    private readonly ValueGetter<ReadOnlyMemory<char>>? _getLabelPath;

    /// <param name="row">The cursor, with all of these columns active.</param>
    /// <param name="image">The image column.</param>
    /// <param name="label">The label column.</param>
    /// <param name="domain">The domain column or, without one, the domain of all rows.</param>
    /// <param name="labelPath">The column of label file paths, if any.</param>
    public SurveyedRow(
        DataViewRow row,
        DataViewSchema.Column image,
        DataViewSchema.Column label,
        (DataViewSchema.Column? Column, SegmentationDomain Only) domain,
        DataViewSchema.Column? labelPath
    )
    {
        (_imageColumn, _labelColumn, _name) = (image, label, new RowName(row));
        _readDomain = DomainColumn.CreateReader(row, domain.Column, domain.Only);
        _readLabel = LabelColumn.CreateReader(row, label);
        var readSize = (row as ITrainIdRow)?.CreateSizeReader(image);
        _readSize = readSize is null ? SizeOf(ImageColumn.CreateReader(row, image)) : Nullable(readSize);
        KnowsSizes = readSize is not null;
        _getLabelPath = labelPath is { } path ? row.GetGetter<ReadOnlyMemory<char>>(path) : null;
    }

    /// <summary>Whether an image's size is known without decoding it.</summary>
    public bool KnowsSizes { get; }

    /// <summary>Whether the domain read last is the source.</summary>
    public bool IsSource { get; private set; }

    /// <summary>The row's name, for use inside a sentence.</summary>
    public string Name => _name.ToString();

    /// <summary>The row's name, for the start of a sentence.</summary>
    public string Title => _name.ToTitle();

    public SegmentationDomain Domain()
    {
        var domain = _readDomain();
        IsSource = domain == SegmentationDomain.Source;
        return domain;
    }

    /// <summary>The folder of the label's file; empty if unknown.</summary>
    public string LabelFolder()
    {
        if (_getLabelPath is null)
        {
            return "";
        }
        ReadOnlyMemory<char> path = default;
        _getLabelPath(ref path);
        return Path.GetDirectoryName(path.Span).ToString();
    }

    /// <exception cref="InvalidOperationException">It cannot be read.</exception>
    public LabelMask? Label() => _name.Guard(_readLabel, _labelColumn);

    /// <exception cref="InvalidOperationException">It cannot be read.</exception>
    public ImageSize? Size() => _name.Guard(_readSize, _imageColumn);

    private static Func<ImageSize?> Nullable(Func<ImageSize> read) => () => read();

    private static Func<ImageSize?> SizeOf(Func<MLImage?> read) =>
        () => read() is { } image ? new ImageSize(image.Width, image.Height) : null;
}
