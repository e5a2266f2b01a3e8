using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Microsoft.ML.Transforms.Image;

namespace Ass.MLNet.MLNetInternals;

/// <summary>Examines the ML.NET steps that produced a data view, as far back as they can be traced.</summary>
internal static class MLNetSteps
{
    private const string Advice =
        "Leave ResizeImages out and set AssSegmentationOptions.SourceSize and TargetSize, which resize images and labels as each must be; "
        + "or use ResizingKind.Fill for both.";

    /// <summary>The name of a step that drops image columns, as ML.NET's cache and shuffle do; null if there is none.</summary>
    public static string? FindDropOfImages(IDataView view) =>
        Back(view)
            .Select(step =>
                step switch
                {
                    CacheDataView => "Cache (AppendCacheCheckpoint)",
                    RowShufflingTransformer => "ShuffleRows",
                    _ => null,
                }
            )
            .FirstOrDefault(name => name is not null);

    /// <param name="data">The data.</param>
    /// <param name="labelColumn">The label column.</param>
    /// <param name="imageColumn">The image column; null where it does not count.</param>
    /// <exception cref="InvalidOperationException">The label column comes from a <c>ResizeImages</c> that interpolates, or its pixels are
    /// others than the image's, which was cropped or padded.</exception>
    public static void CheckNotInterpolated(InputData data, string labelColumn, string? imageColumn = null)
    {
        if (data.View is null)
        {
            return;
        }
        var label = FollowChecked(data, labelColumn, Advice);
        if (imageColumn is not null)
        {
            CheckNotCropped(data, data.View, imageColumn, label, labelColumn);
        }
    }

    /// <summary>Checks labels, and predictions to compare with them.</summary>
    /// <param name="data">The data.</param>
    /// <param name="labelColumn">The label column.</param>
    /// <param name="predictedColumn">The column of predictions, of this library's models or others.</param>
    /// <exception cref="InvalidOperationException">One of the columns comes from a <c>ResizeImages</c> that interpolates, or the labels'
    /// pixels are others than those of the image that was predicted from, which was cropped or padded.</exception>
    public static void CheckEvaluation(InputData data, string labelColumn, string predictedColumn)
    {
        var label = FollowChecked(data, labelColumn, Advice);
        var predicted = FollowChecked(
            data,
            predictedColumn,
            "Leave ResizeImages out: predictions come in the size of the image; or use ResizingKind.Fill."
        );
        if (predicted.Model is { } model)
        {
            CheckNotCropped(data, model.Source, model.Bindings.Image.Name, label, labelColumn);
        }
    }

    /// <summary>Checks that a column can be read several times.</summary>
    /// <exception cref="InvalidOperationException">The column comes from images in a list by way of a step that disposes of the last image
    /// it has read, when a pass over the rows ends.</exception>
    public static void CheckCanBeReadAgain(InputData data, string column)
    {
        string? step = null;
        string name = column;
        IDataView? first = null;
        foreach (var view in Back(data.View))
        {
            first = view;
            var transformer = (view as RowToRowMapperTransform)?.GetTransformer();
            if (
                transformer is not OneToOneTransformerBase other
                || other.ColumnPairs.FirstOrDefault(pair => pair.outputColumnName == name).inputColumnName is not { } input
            )
            {
                if (Adds(view, name))
                {
                    return;
                }
                continue;
            }

            // Only the step next to the list gets images of the list; other steps make images of their own.
            name = input;
            step = transformer switch
            {
                ImagePixelExtractingTransformer => "ExtractPixels",
                ImageGrayscalingTransformer => "ConvertToGrayscale",
                ColumnCopyingTransformer => step,
                _ => null,
            };
        }

        if (step is not null && RowReading.IsCollection(first!) && first!.Schema.GetColumnOrNull(name)?.Type is ImageDataViewType)
        {
            throw new InvalidOperationException(
                $"Column '{column}' of {data.Name} comes from images in a list by way of ML.NET's {step}, which disposes of an image of "
                    + "the list at the end of each pass, while training makes many. Leave the step out: labels may be images of ids or "
                    + "vectors of bytes, and AssSegmentationOptions.SourceSize and TargetSize resize. Or load the images from files."
            );
        }
    }

    private static Trace FollowChecked(InputData data, string column, string advice)
    {
        var trace = data.View is null ? new Trace([], null) : Follow(data.View, column);
        return Interpolating(trace.Resizings) is { } kind
            ? throw new InvalidOperationException(
                $"Column '{column}' of {data.Name} comes out of ResizeImages with {Name(kind)}, which interpolates: at the edge "
                    + $"between ids 0 and 10 it makes ids 2, 4, 6 and 8. {advice}"
            )
            : trace;
    }

    private static void CheckNotCropped(InputData data, IDataView imageView, string imageColumn, Trace label, string labelColumn)
    {
        if (label.Resizings.Count > 0 && Interpolating(Follow(imageView, imageColumn).Resizings) is { } cropped)
        {
            throw new InvalidOperationException(
                $"Column '{imageColumn}' of {data.Name} comes out of ResizeImages with {Name(cropped)}, which keeps the picture's shape "
                    + $"and cuts or pads it, but the labels in column '{labelColumn}' with ResizingKind.Fill, which squeezes "
                    + $"them: pictures of another shape than the new size's do not lie under their labels. {Advice}"
            );
        }
    }

    private static string Name(ImageResizingEstimator.ResizingKind kind) =>
        $"ResizingKind.{kind}{(kind == ImageResizingEstimator.ResizingKind.IsoCrop ? ", its default" : "")}";

    /// <summary>The first of these that interpolates; null if none does.</summary>
    private static ImageResizingEstimator.ResizingKind? Interpolating(IEnumerable<ImageResizingEstimator.ResizingKind> all) =>
        all.Where(kind => kind != ImageResizingEstimator.ResizingKind.Fill)
            .Select(kind => (ImageResizingEstimator.ResizingKind?)kind)
            .FirstOrDefault();

    /// <summary>Follows a column back through the steps that make it of one other column, as ML.NET's own do, up to the model of this
    /// library or the file that it comes from.</summary>
    private static Trace Follow(IDataView view, string column)
    {
        var kinds = new List<ImageResizingEstimator.ResizingKind>();
        foreach (var origin in Back(view))
        {
            if (origin is IDerivedView model && model.Bindings.Added.Any(added => added.Name == column))
            {
                return new Trace(kinds, model);
            }
            if (origin is not RowToRowMapperTransform step)
            {
                continue;
            }
            var transformer = step.GetTransformer();
            if (transformer is ImageResizingTransformer resizing && resizing.Columns.FirstOrDefault(c => c.Name == column) is { } resized)
            {
                kinds.Add(resized.Resizing);
                column = resized.InputColumnName;
            }
            else if (
                transformer is OneToOneTransformerBase other
                && other.ColumnPairs.FirstOrDefault(pair => pair.outputColumnName == column).inputColumnName is { } input
            )
            {
                column = input;
            }
            else if (step.InputSchema.GetColumnOrNull(column) is null || Adds(step, column))
            {
                break;
            }
        }

        return new Trace(kinds, null);
    }

    /// <summary>Whether a step made a column, perhaps in place of one of the same name.</summary>
    private static bool Adds(IDataView view, string column) =>
        view is RowToRowMapperTransform step
        && step.OutputSchema.GetColumnOrNull(column)?.Index != step.InputSchema.GetColumnOrNull(column)?.Index;

    private static IEnumerable<IDataView> Back(IDataView? view)
    {
        while (view is not null)
        {
            yield return view;
            view = view switch
            {
                IDataTransform step => step.Source,
                IDerivedView derived => derived.Source,
                _ => null,
            };
        }
    }

    /// <summary>Where a column comes from.</summary>
    /// <param name="Resizings">How its pictures were resized, the last time first.</param>
    /// <param name="Model">The view of this library's model that added it; null if none did.</param>
    private sealed record Trace(IReadOnlyList<ImageResizingEstimator.ResizingKind> Resizings, IDerivedView? Model);
}
