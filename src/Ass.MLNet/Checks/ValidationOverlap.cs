using Ass.MLNet.Columns;
using Ass.MLNet.Inspection;
using Ass.MLNet.Options;
using Ass.MLNet.Sampling;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Checks;

/// <summary>Finds images of the validation set among those that are trained on, by the paths of their files. Data without paths are not
/// compared, nor are paths that lead to files only from a folder which is not known here.</summary>
internal static class ValidationOverlap
{
    private const string ImagePath = "ImagePath";
    private const string LabelPath = "LabelPath";

    /// <param name="training">The training data.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="only">The domain of all rows, where there is no domain column.</param>
    /// <param name="terms">What is trained on.</param>
    /// <param name="validation">The validation set.</param>
    /// <returns>An error for images with labels on both sides, a warning for those that are trained on without.</returns>
    public static IEnumerable<DataFinding> Find(
        IDataView training,
        SamplingColumns columns,
        SegmentationDomain only,
        RecipeTerms terms,
        IDataView validation
    )
    {
        if (Text(training, ImagePath) is not { } image || Text(training, LabelPath) is not { } label || Text(validation, ImagePath) is null)
        {
            yield break;
        }
        var validated = Paths(validation);
        var (labeled, unlabeled) = (new List<string>(), new List<string>());
        using (var cursor = training.GetRowCursor(new[] { image, label, columns.Domain }.OfType<DataViewSchema.Column>()))
        {
            var readDomain = DomainColumn.CreateReader(cursor, columns.Domain, only);
            var (readImage, readLabel) = (Reader(cursor, image), Reader(cursor, label));
            while (cursor.MoveNext())
            {
                bool isSource = readDomain() == SegmentationDomain.Source,
                    isLabeled = readLabel().Length > 0;
                bool isUsed =
                    isSource ? terms.Source
                    : isLabeled ? terms.LabeledTarget
                    : terms.UnlabeledTarget;
                if (isUsed && readImage() is { Length: > 0 } path && validated.Contains(Path.GetFullPath(path)) && File.Exists(path))
                {
                    (isLabeled ? labeled : unlabeled).Add(path);
                }
            }
        }

        if (labeled.Count > 0)
        {
            yield return new DataFinding(
                DataFindingSeverity.Error,
                $"{labeled.Count} of the {validated.Count} images of the validation set are trained on with their labels, so that it "
                    + $"measures what was learnt by heart. The first is '{labeled[0]}'."
            );
        }
        if (unlabeled.Count > 0)
        {
            yield return new DataFinding(
                DataFindingSeverity.Warning,
                $"{unlabeled.Count} of the {validated.Count} images of the validation set are trained on without their labels, which other "
                    + $"images to predict on are not. The first is '{unlabeled[0]}'."
            );
        }
    }

    private static HashSet<string> Paths(IDataView data)
    {
        var column = data.Schema[ImagePath];
        using var cursor = data.GetRowCursor([column]);
        var read = Reader(cursor, column);
        var paths = new HashSet<string>(StringComparer.Ordinal);
        while (cursor.MoveNext())
        {
            if (read() is { Length: > 0 } path)
            {
                paths.Add(Path.GetFullPath(path));
            }
        }
        return paths;
    }

    private static DataViewSchema.Column? Text(IDataView data, string name) =>
        data.Schema.GetColumnOrNull(name) is { Type: TextDataViewType } column ? column : null;

    private static Func<string> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        var get = row.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> text = default;
        return () =>
        {
            get(ref text);
            return text.ToString();
        };
    }
}
