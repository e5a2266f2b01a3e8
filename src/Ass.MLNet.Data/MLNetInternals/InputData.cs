using Microsoft.ML;

namespace Ass.MLNet.MLNetInternals;

/// <summary>Data whose columns are checked: what messages call it, and where it is known, its view.</summary>
/// <param name="Name">For instance <c>the training data</c>.</param>
/// <param name="View">Asked which steps of ML.NET it came through.</param>
/// <param name="Advice">What to look at where a column is missing, as sentences.</param>
internal sealed record InputData(string Name, IDataView? View = null, string Advice = "")
{
    /// <summary>A schema alone, while a pipeline is composed or data is scored.</summary>
    public static InputData Unnamed { get; } = new("the input");

    public static InputData Training(IDataView view) => new("the training data", view);

    public static InputData Validation(IDataView view) =>
        new(
            "AssSegmentationOptions.Run.ValidationSet",
            view,
            " The validation set does not go through the pipeline's earlier steps: transform it with them first."
        );

    /// <summary>The error for a column that is not there.</summary>
    /// <param name="role">What the column is for, <c>image</c> for instance.</param>
    /// <param name="column">The name that was looked for.</param>
    /// <param name="columns">The names that are there.</param>
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
