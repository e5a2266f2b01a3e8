using Ass.MLNet.Cli.Research.Study;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class StudyProgressTests
{
    /// <summary>A step takes 1 second in the variant's row, 2 in its other row, 4 in another part's row of this name, 8
    /// elsewhere.</summary>
    [Theory]
    [InlineData("core", "a", "joint", 100)]
    [InlineData("core", "a", "global", 150)]
    [InlineData("core", "b", "joint", 250)]
    [InlineData("core", "b", "global", 375)]
    public void The_time_left_is_by_steps_of_the_cells_most_alike(string part, string variant, string row, double seconds)
    {
        var left = (Cell(part, variant, row), 100, (StudyResult?)null);

        var time = StudyProgress.TimeLeft([
            Finished("core", "a", "joint", iterations: 10, seconds: 10),
            Finished("core", "a", "ass", iterations: 1000, seconds: 2000),
            Finished("other", "a", "joint", iterations: 5, seconds: 20),
            Finished("other", "a", "ass", iterations: 50, seconds: 400),
            left,
        ]);

        Assert.Equal(seconds, time!.Value.TotalSeconds, 1e-6);
    }

    [Fact]
    public void The_time_is_not_known_before_a_cell_tells_it() =>
        Assert.Null(
            StudyProgress.TimeLeft([
                Finished("core", "", "ass", iterations: 10, seconds: null),
                (Cell("core", "", "joint"), 100, (StudyResult?)null),
            ])
        );

    private static StudyCell Cell(string part, string variant, string row) => new(part, variant, CellArguments.FindRow(row)!, 20, 1);

    private static (StudyCell Cell, int Iterations, StudyResult? Result) Finished(
        string part,
        string variant,
        string row,
        int iterations,
        double? seconds
    ) =>
        (
            Cell(part, variant, row),
            iterations,
            new StudyResult(
                part,
                variant,
                row,
                20,
                1,
                0.5,
                0.9,
                new Dictionary<string, double>(),
                seconds,
                null,
                iterations,
                0,
                1,
                "1.0",
                DateTimeOffset.UnixEpoch
            )
        );
}
