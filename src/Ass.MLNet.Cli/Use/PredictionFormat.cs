namespace Ass.MLNet.Cli.Use;

/// <summary>What <c>predict</c> writes.</summary>
internal enum PredictionFormat
{
    /// <summary>Pictures of class ids, colours and overlays.</summary>
    Pictures,

    /// <summary>An archive that CVAT uploads.</summary>
    Cvat,

    /// <summary>COCO's JSON file.</summary>
    Coco,

    /// <summary>A JSON file of labelme for each image.</summary>
    Labelme,
}
