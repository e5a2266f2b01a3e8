using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Microsoft.ML.Transforms.Image;

namespace Ass.MLNet.MLNetInternals;

/// <summary>Examines the ML.NET steps that produced a data view, as far back as they can be traced.</summary>
internal static class MLNetSteps
{
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

    /// <exception cref="InvalidOperationException">The label column comes from a <c>ResizeImages</c> that interpolates.</exception>
    public static void CheckNotInterpolated(InputData data, string labelColumn)
    {
        if (data.View is not null && FindInterpolation(data.View, labelColumn) is { } kind)
        {
            throw new InvalidOperationException(
                $"Column '{labelColumn}' of {data.Name} comes out of ResizeImages with "
                    + $"ResizingKind.{kind}{(kind == ImageResizingEstimator.ResizingKind.IsoCrop ? ", its default" : "")}, which "
                    + "interpolates: at the edge between ids 0 and 10 it makes ids 2, 4, 6 and 8. Leave ResizeImages out and set "
                    + "AssSegmentationOptions.SourceSize and TargetSize, which resize images and labels as each must be; or use "
                    + "ResizingKind.Fill for the labels."
            );
        }
    }

    private static ImageResizingEstimator.ResizingKind? FindInterpolation(IDataView view, string column)
    {
        foreach (var step in Back(view).OfType<RowToRowMapperTransform>())
        {
            var transformer = step.GetTransformer();
            if (transformer is ImageResizingTransformer resizing && resizing.Columns.FirstOrDefault(c => c.Name == column) is { } resized)
            {
                if (resized.Resizing != ImageResizingEstimator.ResizingKind.Fill)
                {
                    return resized.Resizing;
                }
                column = resized.InputColumnName;
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
                return null;
            }
        }

        return null;
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
