using Ass.MLNet.Cli.Runs;
using Ass.MLNet.Columns;
using Microsoft.ML;

namespace Ass.MLNet.Cli.Use;

/// <summary>A trained model, and the one that <c>--before</c> compares it with.</summary>
internal sealed class ComparedModels : IDisposable
{
    private ComparedModels(ITransformer loaded, NamedModel model, NamedModel? before) => (Loaded, Model, Before) = (loaded, model, before);

    /// <summary>The model as it was saved, with the steps around its network.</summary>
    public ITransformer Loaded { get; }

    public NamedModel Model { get; }

    public NamedModel? Before { get; }

    /// <summary>Loads both.</summary>
    /// <param name="ml">Determines the device.</param>
    /// <param name="model">A model file, or the folder of a run.</param>
    /// <param name="before">Likewise, to compare with; null: none.</param>
    /// <param name="forPictures">Whether pictures are made of what the networks say, and not metrics of the whole model alone.</param>
    /// <exception cref="InvalidOperationException">The models have different classes.</exception>
    /// <exception cref="InvalidDataException">Pictures are to be made of a network that says something else than its model.</exception>
    public static ComparedModels Load(MLContext ml, string model, string? before, bool forPictures)
    {
        string file = RunFolder.FindModel(model);
        string? otherFile = before is null ? null : RunFolder.FindModel(before);
        var loaded = ModelFile.Load(ml, file);
        var named = new NamedModel(file, ModelFile.FindSegmentation(loaded));
        ISegmentationTransformer? other = null;
        try
        {
            if (forPictures)
            {
                ModelFile.CheckNetworkAlone(loaded, file);
            }
            other = otherFile is null ? null : ModelFile.LoadNetwork(ml, otherFile);
            if (other is not null)
            {
                ClassAgreement.Check(($"'{file}'", named.Model.ClassNames), ($"'{otherFile}'", other.ClassNames));
            }

            return new ComparedModels(loaded, named, other is null ? null : new(otherFile!, other));
        }
        catch
        {
            named.Model.Dispose();
            other?.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Model.Model.Dispose();
        Before?.Model.Dispose();
    }
}
