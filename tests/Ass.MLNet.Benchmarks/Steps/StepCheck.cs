using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Benchmarks;

/// <summary>Whether two steps compute the same: their losses, and how they move the network's parameters.</summary>
internal static class StepCheck
{
    private const double Tolerance = 1e-3;

    /// <param name="setting">What both train.</param>
    /// <param name="textbook">The peer, at its start.</param>
    /// <param name="ours">The library's step, at the same start.</param>
    public static string Compare(StepSetting setting, TextbookStep textbook, OurStep ours)
    {
        double defect = PlainConvolution.GradientError(setting, ours.Network.FeatureChannels);
        bool sound = defect <= Tolerance;
        string[] compared = [.. textbook.Network.named_parameters().Where(p => p.parameter.requires_grad).Select(p => p.name)
            .Where(name => sound || name.StartsWith("classifier.", StringComparison.Ordinal))];
        using var scope = NewDisposeScope();
        var start = compared.ToDictionary(name => name, name => Parameter(textbook, name).clone());
        textbook.Run();
        ours.Run();
        double loss = textbook.Losses.ToArray().Zip(ours.Losses.ToArray(), (expected, actual) => Math.Abs(actual - expected) / Math.Abs(expected)).Max();
        double movement = compared.Max(name => Length(Parameter(ours, name) - Parameter(textbook, name)) / Length(Parameter(textbook, name) - start[name]));
        string found = Text($"Losses differ by at most {loss:0.0e+0} of their value, movements of {(sound ? "parameters" : "the classifier's parameters")} by at most {movement:0.0e+0} of their length.");
        if (!sound)
        {
            found += Text($" On this machine the gradient of the textbook's classifier to the features is wrong by {defect:0.00} of its length, a defect of libtorch's kernels that the library avoids.");
        }

        return loss <= Tolerance && movement <= Tolerance
            ? found
            : throw new InvalidOperationException($"{found} The textbook's losses: {textbook.Losses}, ours: {ours.Losses}. They are not the same computation.");
    }

    private static Tensor Parameter(IStep step, string name) => step.Network.get_parameter(name)!.detach();

    private static double Length(Tensor difference) => difference.norm().item<float>();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
