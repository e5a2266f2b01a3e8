using System.Diagnostics;
using Ass.MLNet.Columns;
using Ass.MLNet.Images;
using Ass.MLNet.Inspection;
using Ass.MLNet.Labels;
using Ass.MLNet.Sampling;
using Ass.MLNet.Training;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ass.MLNet.Checks;

/// <summary>Looks at the labels of a data view, at a sample where there are many, in one pass over the rows; broken rows are counted, not
/// thrown.</summary>
/// <remarks>
/// Labels alone are decoded. Sizes of images come from their files' headers where the view knows its files, and else from a few images.
/// Label files are counted with the values that are stored in them, wherever in a pipeline they are read.
/// </remarks>
internal sealed class LabelSurvey
{
    /// <summary>Labels of a folder (or, without files, of a domain) that are looked at before rows are passed over.</summary>
    private const int FirstLabels = 128;

    /// <summary>Folders of a domain that have a sample of their own, so that a small set behind a large one is not missed.</summary>
    private const int MostFolders = 32;

    /// <summary>Images of a domain that are decoded where sizes cannot be had more cheaply.</summary>
    private const int MostDecodedImages = 8;

    /// <summary>Headers of unlabelled images that are read.</summary>
    private const int MostHeaders = 512;

    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(10);

    private readonly IDataView _data;
    private readonly DataViewSchema.Column _image;
    private readonly DataViewSchema.Column _label;
    private readonly (DataViewSchema.Column? Column, SegmentationDomain Only) _domainColumn;
    private readonly DataViewSchema.Column? _labelPath;
    private readonly LabelMap _trainIds;
    private readonly TrainingContext _context;
    private readonly LabelHistogram _histogram = new();
    private readonly HashSet<long> _looked = [];
    private readonly Dictionary<(DomainEvidence, string), LabelSpread> _spreads = [];
    private readonly Dictionary<DomainEvidence, int> _imagesRead = [];
    private Stopwatch _sinceReport = Stopwatch.StartNew();

    /// <param name="data">The rows.</param>
    /// <param name="image">The column of images.</param>
    /// <param name="label">The column of labels.</param>
    /// <param name="domain">The column of domains, or, where there is none, the one that all rows belong to.</param>
    /// <param name="classNames">The classes, for labels that hold train ids.</param>
    /// <param name="context">Asked before each row whether to go on, and told of the progress.</param>
    public LabelSurvey(
        IDataView data,
        DataViewSchema.Column image,
        DataViewSchema.Column label,
        (DataViewSchema.Column? Column, SegmentationDomain Only) domain,
        IReadOnlyList<string> classNames,
        TrainingContext context
    )
    {
        (_data, _image, _label, _domainColumn, _context) = (data, image, label, domain, context);
        _labelPath = data.Schema.GetColumnOrNull("LabelPath") is { Type: TextDataViewType } column ? column : null;
        _trainIds = LabelMap.Identity(classNames);
    }

    /// <summary>Looks at a sample of the rows, and counts what is passed over.</summary>
    /// <param name="of">The evidence that a domain's rows add to; null for rows that are not looked at.</param>
    public void LookAtSample(Func<SegmentationDomain, DomainEvidence?> of) => Walk(of, Wants, isEnough: () => false);

    /// <summary>Looks at the rows that were passed over, in order.</summary>
    /// <param name="of">As before.</param>
    /// <param name="isEnough">Asked after each label.</param>
    public void LookAtRest(Func<SegmentationDomain, DomainEvidence?> of, Func<bool> isEnough) => Walk(of, WasPassedOver, isEnough);

    private bool Wants(DomainEvidence domain, string folder, long row)
    {
        if (!_spreads.ContainsKey((domain, folder)) && _spreads.Count >= MostFolders)
        {
            folder = "";
        }
        if (!_spreads.TryGetValue((domain, folder), out var spread))
        {
            _spreads[(domain, folder)] = spread = new LabelSpread(FirstLabels);
        }
        bool wanted = spread.WantsNext();
        if (wanted)
        {
            _looked.Add(row);
        }
        else
        {
            domain.RowsPassedOver++;
        }
        return wanted;
    }

    private bool WasPassedOver(DomainEvidence domain, string folder, long row)
    {
        if (!_looked.Add(row))
        {
            return false;
        }
        domain.RowsPassedOver--;
        return true;
    }

    private void Walk(Func<SegmentationDomain, DomainEvidence?> of, Func<DomainEvidence, string, long, bool> isWanted, Func<bool> isEnough)
    {
        DataViewSchema.Column?[] active = [_image, _label, _domainColumn.Column, _labelPath, .. RowName.ActiveColumns(_data.Schema)];
        using var cursor = _data.GetRowCursor(active.OfType<DataViewSchema.Column>());
        var reader = new SurveyedRow(cursor, _image, _label, _domainColumn, _labelPath);
        for (long row = 0; RowSampler.MoveNext(cursor); row++)
        {
            _context.Cancellation.ThrowIfRequested();
            if (of(reader.Domain()) is not { } domain)
            {
                continue;
            }
            string folder = reader.LabelFolder();
            if (!isWanted(domain, folder, row) || !Look(reader, domain, row))
            {
                continue;
            }
            if (_spreads.TryGetValue((domain, folder), out var spread) || _spreads.TryGetValue((domain, ""), out spread))
            {
                spread.Found();
            }
            Report(domain);
            if (isEnough())
            {
                return;
            }
        }
    }

    /// <summary>Counts a row's label.</summary>
    /// <returns>Whether there was one.</returns>
    private bool Look(SurveyedRow row, DomainEvidence domain, long number)
    {
        LabelMap? map = null;
        bool isFile = false;
        LabelMask? mask;
        LabelFile.Watcher = (stored, itsMap) =>
        {
            _histogram.Count(stored);
            (isFile, map) = (true, itsMap);
        };
        try
        {
            mask = row.Label();
        }
        catch (InvalidOperationException e)
        {
            domain.Tally.AddProblem((int)number, new DatasetProblem(row.Name, e.Message));
            return true;
        }
        finally
        {
            LabelFile.Watcher = null;
        }

        if (mask is null)
        {
            LookAtUnlabeled(row, domain, number);
            return false;
        }

        if (!isFile)
        {
            _histogram.Count(new RawLabel(mask.Width, mask.Height, mask.Ids));
        }
        domain.InBetween.Add(mask);
        domain.EndsAtUnlistedIds |= map is null;
        domain.Tally.AddLabel((int)number, row.Name, _histogram, map ?? _trainIds);
        CheckImage(row, domain, number, mask, MostDecodedImages);
        PixelBuffers.Give(mask.Ids);
        return true;
    }

    private void LookAtUnlabeled(SurveyedRow row, DomainEvidence domain, long number)
    {
        domain.UnlabeledRows++;
        if (row.IsSource)
        {
            domain.Tally.AddProblem(
                (int)number,
                new DatasetProblem(row.Name, $"Source {row.Name} has no label in column '{_label.Name}': source rows must all be labelled.")
            );
        }
        else
        {
            CheckImage(row, domain, number, null, row.KnowsSizes ? MostHeaders : 0);
        }
    }

    private void CheckImage(SurveyedRow row, DomainEvidence domain, long number, LabelMask? mask, int most)
    {
        int read = _imagesRead.GetValueOrDefault(domain);
        if (read >= most && !(row.KnowsSizes && mask is not null))
        {
            return;
        }
        _imagesRead[domain] = read + 1;
        string? problem;
        try
        {
            problem =
                row.Size() is not { } size ? $"{row.Title} has no image in column '{_image.Name}'."
                : mask is not null && LabelColumn.FindSizeMismatch(mask, _label, size, _image) is { } mismatch ? $"{row.Title}: {mismatch}"
                : null;
        }
        catch (InvalidOperationException e)
        {
            problem = e.Message;
        }

        if (problem is not null)
        {
            domain.Tally.AddProblem((int)number, new DatasetProblem(row.Name, problem));
        }
    }

    private void Report(DomainEvidence domain)
    {
        if (_sinceReport.Elapsed < ReportEvery)
        {
            return;
        }
        _context.Inform($"Looking at the labels before training: {domain.Tally.Labels} of {domain.Name} so far.");
        _sinceReport = Stopwatch.StartNew();
    }
}
