using System.Globalization;
using Ass.MLNet.Files;
using Ass.MLNet.RunLog;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class ResultsCsvTests : IDisposable
{
    private const string AssHeader =
        "step,source loss,target loss,semantic loss,global loss,global discriminator loss,semantic discriminator loss,"
        + "global discriminator accuracy,semantic discriminator accuracy,learning rate,images/s,skipped steps";

    private static readonly ResultsColumns Plain = new(["source"], ["global"], null);
    private static readonly ResultsColumns Validating = new(["source"], [], ["road", "sky, blue", "car"]);

    private readonly TestFolder _folder = new();
    private readonly List<string> _warnings = [];

    private string FilePath => Path.Combine(_folder.Root, "results.csv");

    [Theory]
    [InlineData(AdaptationRecipe.Ass, AssHeader)]
    [InlineData(AdaptationRecipe.TargetOnly, "step,target loss,learning rate,images/s,skipped steps")]
    [InlineData(
        AdaptationRecipe.Global,
        "step,source loss,target loss,global loss,global discriminator loss,global discriminator accuracy,learning "
            + "rate,images/s,skipped steps"
    )]
    public void The_header_has_what_the_recipe_has(AdaptationRecipe recipe, string header)
    {
        Write(0, ResultsColumns.Of(new AssSegmentationOptions { Recipe = recipe }, null));
        Assert.Equal([header], Lines());
    }

    [Fact]
    public void A_row_has_a_cell_for_each_column_empty_where_there_is_no_number()
    {
        using (var results = new ResultsCsv(FilePath, 0, Validating, _warnings.Add))
        {
            results.Report(TestProgress.Progress(10, loss: 0.123456789));
            results.Report(TestProgress.Progress(20, loss: double.NaN, TestProgress.Metrics()));
        }

        Assert.Equal(
            [
                "step,source loss,learning rate,images/s,skipped steps,mIoU,pixel accuracy,mean accuracy,IoU road,\"IoU sky, "
                    + "blue\",IoU car",
                "10,0.1234568,0.00025,12.5,3,,,,,,",
                "20,,0.00025,12.5,3,0.5833333,0.75,0.8333333,0.6666667,0.5,",
            ],
            Lines()
        );
    }

    [Fact]
    public void Numbers_do_not_depend_on_the_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            // A comma as the decimal mark and another minus sign.
            CultureInfo.CurrentCulture = new CultureInfo("sv-SE");
            Write(0, Plain, TestProgress.Progress(10, loss: -1.5));
            Write(10, Plain, TestProgress.Progress(20, loss: 1e-9));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Equal(["10,-1.5,,0.00025,12.5,3", "20,1E-09,,0.00025,12.5,3"], Lines()[1..]);
    }

    [Theory]
    [InlineData(25, "10,20,100")]
    [InlineData(20, "10,20,100")]
    [InlineData(9, "100")]
    [InlineData(30, "10,20,30,100")]
    public void A_resumed_run_drops_the_rows_that_it_trains_again(int resumeStep, string steps)
    {
        Write(0, Plain, TestProgress.Progress(10), TestProgress.Progress(20), TestProgress.Progress(30));
        Write(resumeStep, Plain, TestProgress.Progress(100));
        Assert.Equal(steps, string.Join(',', Lines()[1..].Select(line => line.Split(',')[0])));
    }

    [Theory]
    [InlineData("40,0.")]
    [InlineData("4")]
    [InlineData("\0\0\0\0")]
    [InlineData("\0\0\0\n")]
    public void A_torn_last_line_is_dropped(string torn)
    {
        Write(0, Plain, TestProgress.Progress(10));
        File.AppendAllText(FilePath, torn);
        Write(1000, Plain, TestProgress.Progress(1010));
        Assert.Equal(["10", "1010"], Lines()[1..].Select(line => line.Split(',')[0]));
    }

    [Fact]
    public void With_other_columns_the_rows_before_are_taken_over_by_their_names()
    {
        Write(0, Plain, TestProgress.Progress(10), TestProgress.Progress(20), TestProgress.Progress(30));
        Write(20, Validating, TestProgress.Progress(30, validation: TestProgress.Metrics()));

        Assert.Equal(
            [
                "step,source loss,learning rate,images/s,skipped steps,mIoU,pixel accuracy,mean accuracy,IoU road,\"IoU sky, "
                    + "blue\",IoU car",
                "10,0.5,0.00025,12.5,3,,,,,,",
                "20,0.5,0.00025,12.5,3,,,,,,",
                "30,0.5,0.00025,12.5,3,0.5833333,0.75,0.8333333,0.6666667,0.5,",
            ],
            Lines()
        );
        Assert.Equal([FilePath], Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public void Columns_that_are_no_longer_written_stay_where_they_have_numbers()
    {
        Write(0, Validating, TestProgress.Progress(10, validation: TestProgress.Metrics()));
        for (int resumed = 10; resumed <= 20; resumed += 10)
        {
            Write(resumed, Plain, TestProgress.Progress(resumed + 10));
        }

        Assert.Equal(
            [
                "step,source loss,global discriminator accuracy,learning rate,images/s,skipped steps,mIoU,pixel accuracy,mean accuracy,IoU "
                    + "road,\"IoU sky, blue\"",
                "10,0.5,,0.00025,12.5,3,0.5833333,0.75,0.8333333,0.6666667,0.5",
                "20,0.5,,0.00025,12.5,3,,,,,",
                "30,0.5,,0.00025,12.5,3,,,,,",
            ],
            Lines()
        );
        Assert.Equal([FilePath], Directory.GetFiles(_folder.Root));
    }

    [Theory]
    [InlineData("epoch,loss\n1,2\n")]
    [InlineData("of another program")]
    public void A_file_that_is_no_such_table_is_kept_under_another_name(string content)
    {
        for (int run = 1; run <= 2; run++)
        {
            File.WriteAllText(FilePath, content);
            Write(5, Plain, TestProgress.Progress(10));
            Assert.Equal(content, File.ReadAllText(Path.Combine(_folder.Root, $"results-old-{run}.csv")));
        }
        Assert.Equal(2, Lines().Length);
    }

    [Fact]
    public void A_step_that_is_reported_once_more_has_one_row_with_all_that_is_known()
    {
        var disk = new FullDisk { Room = 1000 };
        Write(0, Plain, TestProgress.Progress(10), TestProgress.Progress(20));
        var again = new AssTrainingProgress
        {
            Step = 20,
            LearningRate = 2.5e-4,
            SkippedSteps = 3,
            Validation = TestProgress.Metrics(),
        };
        using (var results = new ResultsCsv(FilePath, 20, Validating, _warnings.Add, disk.Open))
        {
            // It is completed as soon as there is room.
            disk.Room = 0;
            results.Report(again);
            Assert.Equal(3, Lines().Length);
            disk.Room = 1000;
            results.Report(TestProgress.Progress(30));
        }

        Assert.Single(_warnings);
        Assert.Equal(
            ["10,0.5,0.00025,12.5,3,,,,,,", "20,0.5,0.00025,12.5,3,0.5833333,0.75,0.8333333,0.6666667,0.5,", "30,0.5,0.00025,12.5,3,,,,,,"],
            Lines()[1..]
        );
    }

    /// <summary>Numbers of two validations in one row would be of different sets.</summary>
    [Fact]
    public void Another_validation_of_the_step_replaces_the_one_before_as_a_whole()
    {
        var withCars = new SegmentationMetrics(
            new long[,]
            {
                { 2, 1, 0 },
                { 0, 1, 0 },
                { 0, 0, 7 },
            },
            ["road", "sky, blue", "car"]
        );
        Write(0, Validating, TestProgress.Progress(20, validation: withCars));
        Write(20, Validating, TestProgress.Progress(20, loss: double.NaN, TestProgress.Metrics()));
        Assert.Equal("20,0.5,0.00025,12.5,3,0.5833333,0.75,0.8333333,0.6666667,0.5,", Assert.Single(Lines()[1..]));
    }

    /// <summary>The header that is written then has columns of the rows before, which this row must have, too.</summary>
    [Fact]
    public void A_table_that_cannot_be_read_at_first_has_whole_rows_when_it_can()
    {
        Write(0, Validating, TestProgress.Progress(10, validation: TestProgress.Metrics()));
        var locked = new FileStream(FilePath, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        using (var results = new ResultsCsv(FilePath, 10, Plain, _warnings.Add))
        {
            locked.Dispose();
            results.Report(TestProgress.Progress(20));
        }
        Assert.Single(_warnings);
        Assert.Equal(3, Lines().Length);
        Assert.Single(CsvTable.Lines(File.ReadAllText(FilePath), FilePath).Select(line => line.Cells.Count).Distinct());
    }

    [Fact]
    public void A_fresh_run_keeps_nothing()
    {
        Write(0, Plain, TestProgress.Progress(10));
        Write(0, Plain, TestProgress.Progress(20));
        Assert.Equal(["20"], Lines()[1..].Select(line => line.Split(',')[0]));
        Assert.Equal([FilePath], Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public void A_disk_full_at_resumption_keeps_the_table_and_cuts_it_when_there_is_room()
    {
        Write(0, Plain, TestProgress.Progress(10), TestProgress.Progress(20));
        var before = File.ReadAllBytes(FilePath);
        var disk = new FullDisk { Room = 5 };
        using (var results = new ResultsCsv(FilePath, 10, Plain, _warnings.Add, disk.Open))
        {
            results.Report(TestProgress.Progress(20));
            Assert.Equal(before, File.ReadAllBytes(FilePath));
            disk.Room = 1000;
            results.Report(TestProgress.Progress(30));
        }

        Assert.Single(_warnings);
        Assert.Equal(["10", "30"], Lines()[1..].Select(line => line.Split(',')[0]));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Two of three classes occur: IoU 2/3, 1/2 and none.</summary>
    private void Write(int resumeStep, ResultsColumns columns, params AssTrainingProgress[] reports)
    {
        using var results = new ResultsCsv(FilePath, resumeStep, columns, _warnings.Add);
        foreach (var report in reports)
        {
            results.Report(report);
        }

        Assert.Empty(_warnings);
    }

    private string[] Lines() => File.ReadAllLines(FilePath);
}
