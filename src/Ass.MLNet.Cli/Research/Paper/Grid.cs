using System.CommandLine;
using System.Text.Json.Nodes;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Research.Cells;
using Ass.MLNet.Cli.Train;
using Microsoft.ML;

namespace Ass.MLNet.Cli.Research.Paper;

/// <summary>A cell with its folder and everything needed to start it.</summary>
internal sealed record PlannedCell(GridCell Cell, CellFolder Folder, AssSegmentationOptions Options, JsonObject Settings);

/// <summary>An experiment: its data sets and its cells.</summary>
internal sealed class Grid
{
    private readonly SegmentationDataset _source;
    private readonly SegmentationDataset _target;

    private Grid(PaperSetting setting, string sourceFolder, string cityscapes)
    {
        Setting = setting;
        _source = setting.Source.Open(sourceFolder, "", new DatasetSettings()).AsSource();
        _target = SegmentationDataset.Cityscapes(cityscapes, "train");
        Validation = SegmentationDataset.Cityscapes(cityscapes, "val").AsTarget();
    }

    public PaperSetting Setting { get; }

    /// <summary>Cityscapes val.</summary>
    public SegmentationDataset Validation { get; }

    /// <summary>The folder of the cells' folders.</summary>
    public required string Output { get; init; }

    /// <summary>A sentence on how far the experiment follows the paper.</summary>
    public required string Description { get; init; }

    /// <summary>The cells, in training order.</summary>
    public IReadOnlyList<PlannedCell> Cells { get; private set; } = [];

    /// <summary>A human-readable summary of the data.</summary>
    public string Facts => $"{_source.Count} source images, {_target.Count} target images, {Validation.Count} validation images.";

    /// <summary>Reads the names of all images and determines the settings of every cell.</summary>
    /// <exception cref="UsageException">There are fewer labelled images than asked for.</exception>
    public static Grid Open(MLContext ml, ParseResult result, PaperArguments arguments)
    {
        var (setting, folder) = arguments.Source(result);
        var grid = new Grid(setting, folder, result.GetRequiredValue(arguments.Cityscapes))
        {
            Output = result.GetRequiredValue(arguments.Output),
            Description = arguments.Describe(result),
        };
        var cells = GridCell.Plan(
            result.GetRequiredValue(arguments.Rows),
            result.GetRequiredValue(arguments.Labeled),
            result.GetRequiredValue(arguments.Seeds)
        );
        string? weightContent = CellSettings.ContentOf(result.GetValue(arguments.Weights));
        string images = ImageNames.Hash(
            new[] { grid._source, grid._target.AsTarget(), grid.Validation }
                .SelectMany(set => TrainingSets.Images(ml, set))
                .Select(image => image.Name)
        );
        grid.Cells =
        [
            .. cells.Select(cell =>
            {
                string path = Path.Combine(grid.Output, cell.Name);
                var options = arguments.ToOptions(result, cell, path);
                var settings = RunSettings.Create(
                    result,
                    arguments.Telling(result),
                    options,
                    TrainingSets.LabelledTargets(ml, ml.Data.LoadSegmentation(grid.TargetOf(cell)))
                );
                settings["data"] = grid.DataOf(cell, images, weightContent);
                return new PlannedCell(cell, new CellFolder(path), options, settings);
            }),
        ];
        return grid;
    }

    /// <summary>Compares the existing cells with the plan.</summary>
    /// <exception cref="InvalidOperationException">Cells were started with other settings; the error names the first one and its
    /// differences.</exception>
    public void CheckSettings() => CellSettings.Check(Cells.Select(c => (c.Cell.Name, c.Folder.Differences(c.Settings))), Output);

    /// <summary>Loads a cell's training data, without images that its row does not use.</summary>
    public IDataView Load(MLContext ml, GridCell cell) =>
        ml.Data.LoadSegmentation(
            cell.Recipe switch
            {
                AdaptationRecipe.SourceOnly => [_source],
                AdaptationRecipe.TargetOnly => [TargetOf(cell)],
                _ => [_source, TargetOf(cell)],
            }
        );

    private SegmentationDataset TargetOf(GridCell cell)
    {
        try
        {
            return _target.AsTarget(cell.Labeled, cell.Seed);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new UsageException($"--labeled: {Terminal.Message(e)}", e);
        }
    }

    private JsonObject DataOf(GridCell cell, string images, string? weightContent)
    {
        var data = new JsonObject
        {
            ["source"] = Setting.Source.Name,
            ["sourceImages"] = _source.Count,
            ["targetImages"] = _target.Count,
            ["validationImages"] = Validation.Count,
            ["seed"] = cell.Seed,
            [CellSettings.Images] = images,
        };
        if (weightContent is not null)
        {
            data[CellSettings.WeightContent] = weightContent;
        }
        return data;
    }
}
