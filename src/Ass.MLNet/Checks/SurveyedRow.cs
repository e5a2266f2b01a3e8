using Ass.MLNet.Columns;
using Ass.MLNet.Labels;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Checks;

/// <summary>Reads from a cursor what a survey asks of a row. Whatever goes wrong in the steps that make a value is told with the row and the column.</summary>
internal sealed class SurveyedRow
{
    private readonly RowName name;
    private readonly DataViewSchema.Column imageColumn;
    private readonly DataViewSchema.Column labelColumn;
    private readonly Func<SegmentationDomain> readDomain;
    private readonly Func<LabelMask?> readLabel;
    private readonly Func<ImageSize?> readSize;
    private readonly ValueGetter<ReadOnlyMemory<char>>? getLabelPath;

    /// <param name="row">The cursor, with all of these columns active.</param>
    /// <param name="image">The column of images.</param>
    /// <param name="label">The column of labels.</param>
    /// <param name="domain">The column of domains, or, where there is none, the one that all rows belong to.</param>
    /// <param name="labelPath">The column of the labels' files, where there is one.</param>
    public SurveyedRow(
        DataViewRow row, DataViewSchema.Column image, DataViewSchema.Column label, (DataViewSchema.Column? Column, SegmentationDomain Only) domain, DataViewSchema.Column? labelPath)
    {
        (imageColumn, labelColumn, name) = (image, label, new RowName(row));
        readDomain = DomainColumn.CreateReader(row, domain.Column, domain.Only);
        readLabel = LabelColumn.CreateReader(row, label);
        readSize = row is ITrainIdRow files ? Nullable(files.CreateSizeReader(image)) : SizeOf(ImageColumn.CreateReader(row, image));
        KnowsSizes = row is ITrainIdRow;
        getLabelPath = labelPath is { } path ? row.GetGetter<ReadOnlyMemory<char>>(path) : null;
    }

    /// <summary>Whether an image's size is known without decoding it.</summary>
    public bool KnowsSizes { get; }

    /// <summary>Whether the row whose domain was read last is one of the source.</summary>
    public bool IsSource { get; private set; }

    /// <summary>Names the row inside a sentence.</summary>
    public string Name => name.ToString();

    /// <summary>Names the row at a sentence's beginning.</summary>
    public string Title => name.ToTitle();

    public SegmentationDomain Domain()
    {
        var domain = readDomain();
        IsSource = domain == SegmentationDomain.Source;
        return domain;
    }

    /// <summary>The folder of the label's file; empty where none is known.</summary>
    public string LabelFolder()
    {
        if (getLabelPath is null)
            return "";
        ReadOnlyMemory<char> path = default;
        getLabelPath(ref path);
        return Path.GetDirectoryName(path.Span).ToString();
    }

    /// <exception cref="InvalidOperationException">It cannot be read.</exception>
    public LabelMask? Label() => name.Guard(readLabel, labelColumn);

    /// <exception cref="InvalidOperationException">It cannot be read.</exception>
    public ImageSize? Size() => name.Guard(readSize, imageColumn);

    private static Func<ImageSize?> Nullable(Func<ImageSize> read) => () => read();

    private static Func<ImageSize?> SizeOf(Func<MLImage?> read) => () => read() is { } image ? new ImageSize(image.Width, image.Height) : null;
}
