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
    public static WatchedRow[] All(Action<int> read) =>
        [
            .. Enumerable
                .Range(0, 12)
                .Select(i =>
                {
                    var row = TwoDomains.MakeRow(i < 6 ? "source" : "target", i, i < 9);
                    return new WatchedRow
                    {
                        Domain = row.Domain,
                        Label = row.Label,
                        _image = row.Image,
                        _read = () => read(i),
                    };
                }),
        ];
}
