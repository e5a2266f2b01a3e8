using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ass.MLNet.Benchmarks;

/// <summary>Floating-point operations of a module's convolutions, forwards, counted from their shapes.</summary>
/// <param name="All">Of all of them.</param>
/// <param name="First">Of the first one.</param>
internal readonly record struct Operations(double All, double First)
{
    /// <summary>Forwards and backwards: a gradient to each weight and to each input except the first.</summary>
    public double Training => (3 * All) - First;

    public static Operations Of(Action<Action<nn.Module>> watchAndRun)
    {
        double all = 0,
            first = 0;
        watchAndRun(module =>
        {
            foreach (var conv in module.modules().OfType<Conv2d>())
            {
                conv.register_forward_hook(
                    (_, input, output) =>
                    {
                        double operations = 2.0 * output.numel() * conv.weight.numel() / conv.weight.shape[0];
                        first = all == 0 ? operations : first;
                        all += operations;
                        return output;
                    }
                );
            }
        });
        return new Operations(all, first);
    }
}

/// <summary>Operations of a setting's parts, from the textbook's modules.</summary>
/// <param name="Setting">Which.</param>
/// <param name="Network">Of the network, for one image.</param>
/// <param name="GlobalDiscriminator">Likewise.</param>
internal sealed record StepOperations(StepSetting Setting, Operations Network, Operations GlobalDiscriminator)
{
    /// <summary>Of the network in a step.</summary>
    public double Streams => Setting.Images * Network.Training;

    /// <summary>Of a whole step: all streams through the network; with a global discriminator, one prediction through it for the network's
    /// sake, two for its own.</summary>
    public double Step =>
        Streams + (Setting.Terms.Global ? Setting.Batch * 2 * (GlobalDiscriminator.All + GlobalDiscriminator.Training) : 0);

    public static StepOperations Of(StepSetting setting)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var network = new TextbookDeepLabV2(setting.Network, setting.OutputStride, setting.ClassCount);
        var discriminator = new TextbookGlobalDiscriminator(setting.ClassCount);
        return new StepOperations(
            setting,
            Operations.Of(watch =>
            {
                watch(network);
                network.eval();
                network.call(zeros(1, 3, setting.Height, setting.Width));
            }),
            Operations.Of(watch =>
            {
                watch(discriminator);
                discriminator.call(zeros(1, setting.ClassCount, setting.Height, setting.Width));
            })
        );
    }
}
