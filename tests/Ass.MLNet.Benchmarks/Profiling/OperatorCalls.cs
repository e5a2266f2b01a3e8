namespace Ass.MLNet.Benchmarks;

/// <summary>What a profile says of one operator.</summary>
/// <param name="Name">libtorch's, such as <c>aten::mul</c>, or that of a node of the backward pass.</param>
/// <param name="Calls">All of them.</param>
/// <param name="Kernels">Those of them that compute or copy, and so would start a kernel on a GPU.</param>
/// <param name="Milliseconds">Without what it calls.</param>
internal readonly record struct OperatorCalls(string Name, int Calls, int Kernels, double Milliseconds);
