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
        var label = Resizings(data.View, labelColumn);
        if (Interpolating(label) is { } kind)
        {
            throw new InvalidOperationException(
                $"Column '{labelColumn}' of {data.Name} comes out of ResizeImages with {Name(kind)}, which interpolates: at the edge "
                    + $"between ids 0 and 10 it makes ids 2, 4, 6 and 8. {Advice}"
            );
        }
        if (label.Count > 0 && imageColumn is not null && Interpolating(Resizings(data.View, imageColumn)) is { } cropped)
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

    /// <summary>How a column's pictures were resized, the last time first.</summary>
    private static List<ImageResizingEstimator.ResizingKind> Resizings(IDataView view, string column)
    {
        var kinds = new List<ImageResizingEstimator.ResizingKind>();
        foreach (var step in Back(view).OfType<RowToRowMapperTransform>())
        {
            var transformer = step.GetTransformer();
            if (transformer is ImageResizingTransformer resizing && resizing.Columns.FirstOrDefault(c => c.Name == column) is { } resized)
            {
                kinds.Add(resized.Resizing);
                column = resized.InputColumnName;
            }
            else if (
                transformer is ImagePixelExtractingTransformer extracting
                && extracting.Columns.FirstOrDefault(c => c.Name == column) is { } extracted
            )
            {
                column = extracted.InputColumnName;
            }
            else if (
                transformer is ColumnCopyingTransformer copying
                && copying.Columns.FirstOrDefault(c => c.outputColumnName == column).inputColumnName is { } copied
            )
            {
                column = copied;
            }
            else if (step.InputSchema.GetColumnOrNull(column) is null)
            {
                break;
            }
        }

        return kinds;
    }

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
}
