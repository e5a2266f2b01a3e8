using System.CommandLine;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Runs;

namespace Ass.MLNet.Cli.Use;

/// <summary><c>export</c>: the weights of a trained model for other frameworks.</summary>
internal static class ExportCommand
{
    public static Command Create(Option<bool> verbose)
    {
        var model = CommonOptions.Model();
        var output = new Option<string>("--output")
        {
            Description = "The safetensors file to write; one that is there is replaced.",
            HelpName = "FILE",
            Required = true,
        };
        var command = new Command("export", "Write a trained model's weights as a safetensors file, which opens in Python.")
        {
            model,
            output,
        };
        command.SetAction(result =>
        {
            var ml = new DeviceArgument((int?)null).CreateContext(result.GetValue(verbose));
            using var segmentation = ModelFile.FindSegmentation(ModelFile.Load(ml, RunFolder.FindModel(result.GetRequiredValue(model))));
            string file = result.GetRequiredValue(output);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            segmentation.SaveWeights(file);
            Terminal.Line($"Saved {file}");
            return ExitCode.Success;
        });
        return command;
    }
}
