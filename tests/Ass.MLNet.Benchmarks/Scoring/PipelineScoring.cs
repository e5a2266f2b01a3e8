using Ass.MLNet.Images;
using Ass.MLNet.MLNetInternals;
using Ass.MLNet.Prediction;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Ass.MLNet.Benchmarks;

/// <summary>Images in memory, segmented through a data view: <c>Transform</c>, and a cursor that reads the predicted column.</summary>
internal sealed class PipelineScoring : IWork
{
    private readonly Segmenter _segmenter;
    private readonly AssSegmentationTransformer _transformer;
    private readonly IDataView _predictions;
    private readonly Row[] _rows;

    public PipelineScoring(StepSetting setting, int images)
    {
        var ml = new MLContext();
        var pictures = new StepPictures(setting);
        _rows = [.. Enumerable.Range(0, images).Select(i => new Row { Image = pictures.Image(i).ToMLImage() })];
        _segmenter = OurScoring.CreateSegmenter(setting);
        _transformer = new AssSegmentationTransformer(ml, _segmenter, new SegmentationColumns(nameof(Row.Image), "PredictedLabel", null));
        _predictions = _transformer.Transform(ml.Data.LoadFromEnumerable(_rows));
    }

    public byte[][] Ids { get; private set; } = [];

    public void Run()
    {
        var column = _predictions.Schema["PredictedLabel"];
        using var cursor = _predictions.GetRowCursor([column]);
        var getter = cursor.GetGetter<MLImage>(column);
        var ids = new List<byte[]>();
        MLImage? label = null;
        while (cursor.MoveNext())
        {
            getter(ref label!);
            ids.Add(IdsOf(label));
        }

        label?.Dispose();
        Ids = [.. ids];
    }

    public void Dispose()
    {
        _transformer.Dispose();
        foreach (var row in _rows)
        {
            row.Image!.Dispose();
        }
    }

    /// <summary>Of the four bytes of each pixel, one: the picture is grey.</summary>
    private static byte[] IdsOf(MLImage label)
    {
        var pixels = label.Pixels;
        var ids = new byte[label.Width * label.Height];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = pixels[i * 4];
        }

        return ids;
    }

    private sealed class Row
    {
        [ImageType(StepSetting.SmallHeight, StepSetting.SmallWidth)]
        public MLImage? Image { get; set; }
    }
}
