namespace Ass.MLNet.Benchmarks;

/// <summary>One question about speed. A new one is a file in this folder and a word in Program.cs.</summary>
internal interface IBenchmarkCase
{
    /// <summary>What <c>--case</c> calls it.</summary>
    string Name { get; }

    /// <summary>The question, in a line.</summary>
    string Summary { get; }

    /// <summary>The comparisons that answer it, made one after the other; everything that is not to be measured is done here.</summary>
    IEnumerable<ContenderGroup> Prepare();
}
