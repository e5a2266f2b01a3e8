using System.Runtime.CompilerServices;
using Ass.MLNet.Prediction;

namespace Ass.MLNet.Tests;

/// <summary>Every training of a few steps would otherwise spend nearly all its time on measuring a handful of pictures 50 times. More than
/// a stream decodes ahead, so that a measurement that should not be is noticed by its reads.</summary>
internal static class FewerCalibrationBatches
{
    /// <summary>What the library has by itself.</summary>
    public static int Usual { get; private set; }

    [ModuleInitializer]
    public static void Set() => (Usual, StatisticsCalibration.Batches) = (StatisticsCalibration.Batches, 6);
}
