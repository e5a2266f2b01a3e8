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

/// <summary>Surveys the labels of a data view in one pass over the rows, or a sample of them if there are many. Unreadable rows are counted
/// and do not throw.</summary>
/// <remarks>
/// Only labels are decoded. Image sizes come from the file headers if the view knows its files, otherwise from a few decoded images. Label
/// files are counted with their stored values, wherever in a pipeline they are read.
/// <para>
/// Which labels are looked at depends on the rows, their order and the classes alone: resumed runs compare the counts with earlier ones, so
/// that another choice here would make the same data look changed.
/// </para>
/// </remarks>
internal sealed class LabelSurvey
{
    /// <summary>Number of labels per folder (or, without files, per domain) to check before skipping rows.</summary>
    private const int FirstLabels = 128;

    /// <summary>Maximum number of folders per domain with their own sample, so that a small set after a large one is not missed.</summary>
    private const int MostFolders = 32;

    /// <summary>Maximum number of images per domain to decode if there is no cheaper way to get sizes.</summary>
    private const int MostDecodedImages = 8;

    /// <summary>Maximum number of headers of unlabelled images to read.</summary>
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
    /// <param name="image">The image column.</param>
    /// <param name="label">The label column.</param>
    /// <param name="domain">The domain column or, without one, the domain of all rows.</param>
    /// <param name="classNames">The class names, for labels of train ids.</param>
    /// <param name="context">Checked for cancellation before each row, and receives the progress.</param>
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

    /// <summary>Whether the same data give the same counts again, in another process: every label could be read, and the rows that were
    /// chosen are recognised by their files, whose names and order a resumed run compares, or are all.</summary>
    public bool IsRepeatable(DomainEvidence domain) => !domain.HasUnreadable && (domain.RowsPassedOver == 0 || _labelPath is not null);

    /// <summary>Checks a sample of the rows and counts the skipped ones.</summary>
    /// <param name="of">The evidence that collects a domain's findings; null to ignore the domain's rows.</param>
    public void LookAtSample(Func<SegmentationDomain, DomainEvidence?> of) => Walk(of, Wants, isEnough: () => false);

    /// <summary>Checks the skipped rows, in order.</summary>
    /// <param name="of">As for <see cref="LookAtSample"/>.</param>
    /// <param name="isEnough">Called after each label; true stops the survey.</param>
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
    /// <returns>Whether the row has a label.</returns>
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
            domain.HasUnreadable = true;
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
        domain.Tally.InBetween.Add(mask);
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
        string? problem = null;
        try
        {
            if (row.Size() is not { } size)
            {
                problem = $"{row.Title} has no image in column '{_image.Name}'.";
            }
            else
            {
                domain.Tally.AddImage(size, isTurned: false);
                if (mask is not null && LabelColumn.FindSizeMismatch(mask, _label, size, _image) is { } mismatch)
                {
                    problem = $"{row.Title}: {mismatch}";
                }
            }
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
