namespace Ass.MLNet.Benchmarks;

/// <summary>Ways to do the same thing, measured against the first.</summary>
/// <param name="Title">What is done.</param>
/// <param name="Contenders">The baseline, then the others.</param>
internal sealed record ContenderGroup(string Title, params Contender[] Contenders);

/// <summary>One way to do it.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Run">Does it once.</param>
internal sealed record Contender(string Name, Action Run);
