namespace Ass.MLNet.Benchmarks;

/// <summary>What a comparison says of one contender; tables and records are made of it.</summary>
internal sealed class ContenderFigures
{
    private readonly Comparison _comparison;
    private readonly int _index;

    private ContenderFigures(Comparison comparison, int index) => (_comparison, _index) = (comparison, index);

    public Contender Contender => _comparison.Group.Contenders[_index];

    /// <summary>Milliseconds of a run.</summary>
    public double Median => Statistics.Median(Wall);

    public double Least => Wall.Min();

    /// <summary>Milliseconds of all threads.</summary>
    public double Processor => Statistics.Median(_comparison.Processor[_index]);

    /// <summary>Times over the first contender's in the same round.</summary>
    public Spread TimeRatio => OverFirst(_comparison.Wall);

    public Spread ProcessorRatio => OverFirst(_comparison.Processor);

    public double PeakMegabytes => _comparison.PeakMegabytes[_index];

    public double MemoryRatio => PeakMegabytes / _comparison.PeakMegabytes[0];

    /// <summary>Operations a second.</summary>
    public double Rate => Contender.Operations / Median * 1000;

    public double ImagesPerSecond => Contender.Images / Median * 1000;

    /// <summary>Images a second over the first contender's in the same round.</summary>
    public Spread SpeedRatio =>
        Spread.Of([
            .. Wall.Zip(_comparison.Wall[0], (own, first) => Contender.Images / own / (_comparison.Group.Contenders[0].Images / first)),
        ]);

    private double[] Wall => _comparison.Wall[_index];

    public static IEnumerable<ContenderFigures> Of(Comparison comparison) =>
        comparison.Group.Contenders.Select((_, index) => new ContenderFigures(comparison, index));

    private Spread OverFirst(double[][] times) => Spread.Of([.. times[_index].Zip(times[0], (own, first) => own / first)]);
}
