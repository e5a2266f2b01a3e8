namespace Ass.MLNet;

/// <summary>An image that is worth a label, and why. The parts add up to the score; each is what the image adds to those chosen before it,
/// so that the second of two like images is worth little.</summary>
/// <param name="Index">The image's place among the candidates, from 0.</param>
/// <param name="Score">What the image adds, weighted.</param>
/// <param name="Coverage">Its part for looks.</param>
/// <param name="Classes">Its part for classes that are otherwise rarely seen.</param>
/// <param name="Uncertainty">Its part for the network's uncertainty.</param>
public sealed record LabelSuggestion(int Index, double Score, double Coverage, double Classes, double Uncertainty);
