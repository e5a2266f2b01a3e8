using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Ass.MLNet.Tests;

/// <summary>A row of <see cref="TwoDomains"/> that tells when its image is read, and may fail then.</summary>
internal sealed class WatchedRow
{
    private Action? _read;
    private MLImage? _image;

    public string Domain { get; set; } = "";

    [ImageType(TwoDomains.Side, TwoDomains.Side)]
    public MLImage? Image
    {
        get
        {
            _read?.Invoke();
            return _image;
        }
        set => _image = value;
    }

    public byte[] Label { get; set; } = [];

    /// <summary>The usual rows: six of the source, three labelled and three unlabelled ones of the target.</summary>
    public static WatchedRow[] All(Action<int> read) => [.. Enumerable.Range(0, 12).Select(i => Make(i, i < 6, i < 9, read))];

    /// <summary>Rows of the source.</summary>
    public static WatchedRow[] Sources(int count, Action<int> read) =>
        [.. Enumerable.Range(0, count).Select(i => Make(i, true, true, read))];

    private static WatchedRow Make(int number, bool isSource, bool isLabeled, Action<int> read)
    {
        var row = TwoDomains.MakeRow(isSource ? "source" : "target", number, isLabeled);
        return new WatchedRow
        {
            Domain = row.Domain,
            Label = row.Label,
            _image = row.Image,
            _read = () => read(number),
        };
    }
}
