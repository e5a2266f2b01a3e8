using Microsoft.ML;

namespace Ass.MLNet.MLNetInternals;

/// <summary>Data whose columns are checked: its name in messages and, if known, its view.</summary>
/// <param name="Name">The name, for instance <c>the training data</c>.</param>
/// <param name="View">The view, used to find the ML.NET steps that produced the data.</param>
/// <param name="Advice">Advice if a column is missing, as sentences.</param>
internal sealed record InputData(string Name, IDataView? View = null, string Advice = "")
{
    /// <summary>Only a schema, while a pipeline is composed or data is scored.</summary>
    public static InputData Unnamed { get; } = new("the input");

    public static InputData Training(IDataView view) => new("the training data", view);

    public static InputData Validation(IDataView view) =>
        new(
            "AssSegmentationOptions.Run.ValidationSet",
            view,
            " The validation set does not go through the pipeline's earlier steps: transform it with them first."
        );

    /// <summary>Returns the error for a missing column.</summary>
    /// <param name="role">The role of the column, for instance <c>image</c>.</param>
    /// <param name="column">The missing name.</param>
    /// <param name="columns">The existing names.</param>
    public ArgumentOutOfRangeException ColumnNotFound(string role, string column, IEnumerable<string> columns)
    {
        string dropped = View is null
            ? role == "image"
                ? " ML.NET's Cache and ShuffleRows drop columns of images, if one of them was used."
                : Advice
            : MLNetSteps.FindDropOfImages(View) is { } step
                ? $" ML.NET's {step} drops columns of images: put it before LoadImages and LoadSegmentationLabels, or leave it out."
                : Advice;
        return new ArgumentOutOfRangeException(
            "inputSchema",
            $"Could not find {role} column '{column}' in {Name}, whose columns are {string.Join(", ", columns.Distinct())}.{dropped}"
        );
    }
}
