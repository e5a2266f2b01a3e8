namespace Ass.MLNet.Benchmarks;

/// <summary>One question about speed. A new one is a file in this folder and a word in Program.cs.</summary>
internal interface IBenchmarkCase
{
    /// <summary>What <c>--case</c> calls it.</summary>
    string Name { get; }

    /// <summary>The question, in a line.</summary>
    string Summary { get; }

    /// <summary>Makes the comparisons that answer it, one after the other.</summary>
    void Run(BenchmarkSession session);
}
