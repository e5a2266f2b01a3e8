using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Benchmarks;

/// <summary>Whether two steps compute the same: their losses, and how they move the network's parameters.</summary>
internal static class StepCheck
{
    private const double LossTolerance = 1e-3;

    // Rounding turns a millionth of the rectifiers of each layer on or off, which is a thousandth of the gradient's length, and a hundredth
    // after a hundred layers. A stream that is forgotten is a third or more.
    private const double MovementTolerance = 0.1;

    // Where each batch has statistics of its own, rounding may grow further. How far is measured, by the textbook with the last bits of its
    // weights changed; another order of sums may do so many times that.
    private const double TimesRounding = 3;

    // Of a parameter's length: what is added to its movement before that is divided by, since a parameter of 32 bits is rounded to some
    // 3e-8 of itself when it moves.
    private const double Rounding = 1e-4;

    // Of all parameters' movement, likewise: biases before a batch norm have no gradient, and move by what rounding leaves.
    private const double Idle = 1e-6;

    /// <summary>Runs both steps, and a sound textbook's, once.</summary>
    /// <param name="setting">What all train.</param>
    /// <param name="textbook">The peer, at its start.</param>
    /// <param name="ours">The library's step, at the same start.</param>
    public static string Compare(StepSetting setting, TextbookStep textbook, OurStep ours)
    {
        using var scope = NewDisposeScope();
        using var start = new StartWeights(setting);
        using var sound = new TextbookStep(setting, start, sound: true);
        var before = Parameters(sound).ToDictionary(p => p.Name, p => p.Value.clone());
        using var shaken = setting.FrozenBatchNorm ? null : new TextbookStep(setting, start, sound: true);
        if (shaken is not null)
        {
            ChangeLastBits(shaken.Network);
        }

        foreach (var step in new IStep?[] { textbook, ours, sound, shaken }.OfType<IStep>())
        {
            step.Run();
        }

        double tolerance = Math.Max(MovementTolerance, shaken is null ? 0 : TimesRounding * Difference(shaken).Movement);
        var (loss, movement) = Difference(ours);
        string found = Text(
            $"The losses differ by at most {loss:0.0e+0} of their value, parameters' movements by at most {movement:0.0e+0} of theirs."
        );
        if (!Same())
        {
            throw new InvalidOperationException(
                $"{found} The textbook's losses: {sound.Losses}, ours: {ours.Losses}. They are not the same computation."
            );
        }

        (loss, movement) = Difference(textbook);
        return Same()
            ? found
            : found
                + Text(
                    $" (As measured, the textbook is wrong on this machine, losses by {loss:0.0e+0} and movements by {movement:0.0e+0}: "
                )
                + "see TextbookConvolution.)";

        bool Same() => loss <= LossTolerance && movement <= tolerance;

        (double Loss, double Movement) Difference(IStep step)
        {
            var moved = Parameters(step).ToDictionary(p => p.Name, p => p.Value);
            var movements = Parameters(sound).Select(p => (p.Name, p.Value, Length: Length(p.Value - before[p.Name]))).ToList();
            double idle = Idle * Math.Sqrt(movements.Sum(m => m.Length * m.Length));
            return (
                sound
                    .Losses.ToArray()
                    .Zip(step.Losses.ToArray(), (expected, actual) => Math.Abs(actual - expected) / Math.Abs(expected))
                    .Max(),
                movements.Max(m => Length(moved[m.Name] - m.Value) / (m.Length + (Rounding * Length(m.Value)) + idle))
            );
        }
    }

    private static void ChangeLastBits(nn.Module network)
    {
        using var noGradient = no_grad();
        using var generator = new Generator(OurStep.Seed);
        foreach (var parameter in network.parameters())
        {
            parameter.mul_(rand(parameter.shape, generator: generator).mul(float.BitIncrement(1) - 1).add(1));
        }
    }

    private static IEnumerable<(string Name, Tensor Value)> Parameters(IStep step) =>
        step.Network.named_parameters().Where(p => p.parameter.requires_grad).Select(p => (p.name, p.parameter.detach()));

    private static double Length(Tensor difference) => difference.norm().item<float>();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
