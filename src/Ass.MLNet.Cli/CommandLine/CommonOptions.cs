using System.CommandLine;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>Options shared by several verbs.</summary>
internal static class CommonOptions
{
    public static Option<DeviceArgument> Device() =>
        new("--device")
        {
            Description = "Where to compute: cpu, cuda, or cuda:INDEX. A GPU that cannot be used is an error.",
            HelpName = "DEVICE",
            CustomParser = DeviceArgument.Parse,
            DefaultValueFactory = _ => new DeviceArgument((int?)null),
        };

    public static Option<string?> Before() =>
        new("--before")
        {
            Description = "A model to compare with in the strips, for instance one trained on the source alone.",
            HelpName = "RUN|FILE",
        };

    public static Option<string> Model() =>
        new("--model")
        {
            Description = "A trained model: the file, or the folder of the run that made it.",
            HelpName = "RUN|FILE",
            Required = true,
        };

    public static Option<string> AnyModel() =>
        new("--model")
        {
            Description = "A trained model: the folder of the run that made it, its file, or an ONNX graph that 'export' wrote.",
            HelpName = "RUN|FILE",
            Required = true,
        };

    public static Option<bool> AllowMisread() =>
        new("--allow-misread")
        {
            Description =
                "Measure all the same where label values seem to be misread: values that no map lists, or 0 and 255 alone, which "
                + "black-and-white masks have, but also images of the first class alone.",
        };
}
