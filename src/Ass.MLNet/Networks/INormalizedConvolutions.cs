namespace Ass.MLNet.Networks;

/// <summary>A module in which batch norms follow convolutions.</summary>
internal interface INormalizedConvolutions
{
    /// <summary>Each convolution of the module itself, without those of its submodules, and the batch norm after it.</summary>
    IEnumerable<(Convolution Convolution, BatchNorm Norm)> Normalized { get; }
}
