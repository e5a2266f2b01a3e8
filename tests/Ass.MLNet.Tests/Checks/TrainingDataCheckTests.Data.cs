using Ass.MLNet.Checks;
using Ass.MLNet.Distribution;
using Ass.MLNet.Labels;
using Ass.MLNet.Prediction;
using Ass.MLNet.Sampling;
using Ass.MLNet.Training;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using TorchSharp;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed partial class TrainingDataCheckTests
{
    private void Pair(string set, string name, params byte[] ids)
    {
        _folder.Plain($"{set}/images/{name}.png", ids.Length, 1, 9, 9, 9);
        _folder.Grey($"{set}/labels/{name}.png", ids.Length, ids);
    }

    private SegmentationDataset Files(string set, LabelMap map) =>
        SegmentationDataset.Folder(_folder.At($"{set}/images"), _folder.At($"{set}/labels"), map);

    private IDataView Set(string set, LabelMap map, Func<SegmentationDataset, SegmentationDataset> role) =>
        _ml.Data.LoadSegmentation(role(Files(set, map)));

    private IDataView Source(LabelMap map) => Set("source", map, set => set.AsSource());

    private void Check(IDataView data, IReadOnlyList<string> classNames, Action<AssSegmentationOptions>? change = null) =>
        Run(data, classNames, change);

    private string Error(
        IDataView data,
        IReadOnlyList<string> classNames,
        AdaptationRecipe recipe = AdaptationRecipe.SourceOnly,
        Action<AssSegmentationOptions>? change = null
    ) =>
        Assert
            .Throws<TrainingDataException>(() => Run(data, classNames, o =>
                {
                    o.Recipe = recipe;
                    change?.Invoke(o);
                }))
            .Message;

    private ClassPixels? Run(IDataView data, IReadOnlyList<string> classNames, Action<AssSegmentationOptions>? change)
    {
        var options = TwoDomains.Options(AdaptationRecipe.SourceOnly);
        change?.Invoke(options);
        var columns = new SamplingColumns(
            data.Schema["Image"],
            data.Schema[options.LabelColumnName],
            data.Schema["Domain"],
            classNames.Count
        );
        var cancellation = new TrainingCancellation(_ml, options.CancellationToken, Ranks.Alone);
        var context = new TrainingContext(_ml, torch.CPU, cancellation, _informed.Add, _warnings.Add, _ => { });
        return new TrainingDataCheck(options, columns, classNames, context).Run(data);
    }

    /// <summary>A source row that tells when its label is read.</summary>
    private sealed class Row(int number, List<int> read, byte[] label)
    {
        public string Domain => "source";

        [ImageType(1, 2)]
        public MLImage? Image => TestImages.Plain(label.Length, 1, 0, 0, 0);

        public byte[] Label
        {
            get
            {
                read.Add(number);
                return label;
            }
        }
    }
}
