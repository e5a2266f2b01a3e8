using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>What the options for loading images do to a training: nothing but its speed, and a line in its log.</summary>
public sealed class LoadingOptionsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Weights_do_not_depend_on_threads_and_kept_images()
    {
        var expected = Train(threads: 1, megabytes: 0, Files).Weights;
        var (weights, log) = Train(threads: 3, megabytes: 1, Files);

        Assert.Equal(expected, weights);
        Assert.Contains(log, line => line.Contains("4 images and 3 labels of the data's 4 rows are kept decoded in memory, in 0.03 MB"));
        Assert.DoesNotContain(log, line => line.Contains("one thread per stream"));
    }

    [Fact]
    public void Data_that_must_be_read_by_one_thread_and_change_are_told_of()
    {
        var (_, log) = Train(threads: 3, megabytes: 1, ml => ml.Data.LoadFromEnumerable(Rows()));
        Assert.Contains(log, line => line.Contains("decoded by one thread per stream, not 3"));
        Assert.Contains(log, line => line.Contains("not kept in memory: column 'Image' does not come straight from files"));

        static IEnumerable<TwoDomains.Row> Rows()
        {
            for (int i = 0; i < 6; i++)
            {
                yield return TwoDomains.MakeRow(i < 3 ? "source" : "target", i, true);
            }
        }
    }

    [Fact]
    public void Without_the_options_such_data_are_nothing_to_tell_of()
    {
        var (_, log) = Train(threads: null, megabytes: null, ml => TwoDomains.Data(ml));
        Assert.DoesNotContain(log, line => line.Contains("one thread per stream") || line.Contains("kept") || line.Contains("shuffled"));
    }

    /// <summary>More rows than are mixed, in an order that only their list can change.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rows_that_stay_in_their_order_are_told_of(bool shuffles)
    {
        var (_, log) = Train(threads: null, megabytes: null, ml =>
        {
            _ = Files(ml);
            var rows = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 40).Select(PathsOf));
            rows = shuffles ? ml.Data.ShuffleRows(rows, seed: 1) : rows;
            return ml
                .Transforms.LoadImages("Image", imageFolder: null, nameof(Paths.ImagePath))
                .Append(ml.Transforms.LoadSegmentationLabels("Label", nameof(Paths.LabelPath), LabelMap.Identity(TwoDomains.ClassNames)))
                .Fit(rows)
                .Transform(rows);
        });
        Assert.Equal(!shuffles, log.Any(line => line.Contains("cannot be shuffled, so that rows are mixed among 32 neighbours alone")));

        Paths PathsOf(int i)
        {
            string domain = i % 3 < 2 ? "source" : "target";
            return new()
            {
                ImagePath = _folder.At($"{domain}/images/{i % 3}.png"),
                LabelPath = _folder.At($"{domain}/labels/{i % 3}.png"),
                Domain = domain,
            };
        }
    }

    private static (float[] Weights, List<string> Log) Train(int? threads, int? megabytes, Func<MLContext, IDataView> data)
    {
        var log = new List<string>();
        var ml = new MLContext(seed: 1);
        ml.Log += (_, e) => log.Add(e.Message);
        var options = TwoDomains.Options(iterations: 6);
        (options.Computing.DecodingThreads, options.Computing.DecodedCacheMegabytes, options.DataCheck) = (
            threads,
            megabytes,
            DataCheckMode.Skip
        );
        using var model = ml.Transforms.AssSegmentation(options).Fit(data(ml));
        using var lease = model.Segmenter.Use();
        var tensors = lease.Network.state_dict().Values.Where(tensor => tensor.dtype == torch.ScalarType.Float32);
        return ([.. tensors.SelectMany(tensor => tensor.data<float>().ToArray())], log);
    }

    /// <summary>Two pairs of the source, and of the target a pair and an image.</summary>
    private IDataView Files(MLContext ml)
    {
        for (int i = 0; i < 4; i++)
        {
            string domain = i < 2 ? "source" : "target";
            var row = TwoDomains.MakeRow(domain, i, true);
            row.Image!.Save(_folder.At($"{domain}/images/{i}.png"));
            if (i < 3)
            {
                _folder.Grey($"{domain}/labels/{i}.png", TwoDomains.Side, row.Label);
            }
        }

        return ml.Data.LoadSegmentation(Set("source").AsSource(), Set("target").AsTarget());
    }

    private SegmentationDataset Set(string domain) =>
        SegmentationDataset.Folder(
            Path.Combine(_folder.Root, domain, "images"),
            Path.Combine(_folder.Root, domain, "labels"),
            LabelMap.Identity(TwoDomains.ClassNames),
            missingLabels: MissingLabels.Unlabeled
        );

    private sealed class Paths
    {
        public string ImagePath { get; set; } = "";

        public string LabelPath { get; set; } = "";

        public string Domain { get; set; } = "";
    }
}
