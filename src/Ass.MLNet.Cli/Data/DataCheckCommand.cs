using System.CommandLine;
using System.Diagnostics;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Train;
using Ass.MLNet.Reporting;
using Microsoft.ML;

namespace Ass.MLNet.Cli.Data;

/// <summary><c>data-check</c>: checks the files before hours are spent training on them.</summary>
internal static class DataCheckCommand
{
    private const int PicturesOfASet = 6;

    public static Command Create(CancellationToken cancellation)
    {
        var arguments = new TrainArguments();
        var workers = new NumberOption<int>("--workers", least: 1)
        {
            Description = "Threads that read files.",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        var csv = new Option<string?>("--csv")
        {
            Description = "Write all findings, broken files and unlisted label values to a CSV file.",
            HelpName = "FILE",
        };
        var picture = new Option<string?>("--picture")
        {
            Description = "Draw labelled images of every set side by side, with their labels, to a PNG.",
            HelpName = "FILE",
        };
        var command = new Command(
            "data-check",
            "Read all images and labels once, and tell sizes, pixels per class, and what training would stop at or warn of. "
                + "Exit code 1 for errors, 0 for warnings."
        )
        {
            arguments.Source,
            arguments.Target,
            arguments.Labeled,
            arguments.Classes,
            arguments.Maps,
            arguments.Seed,
            workers,
            csv,
            picture,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(arguments.Source) is null && result.GetResult(arguments.Target) is null)
            {
                result.AddError("--source and --target are missing: at least one of them says what to check.");
            }
        });
        command.SetAction(result =>
        {
            LabelMapArgument.CheckUsed(
                result.GetRequiredValue(arguments.Maps),
                [.. result.GetValue(arguments.Source) ?? [], .. result.GetValue(arguments.Target) ?? []]
            );
            return Run(
                TrainingSets.OpenSources(result, arguments),
                TrainingSets.OpenTargets(result, arguments),
                result.GetValue(workers),
                result.GetValue(csv),
                result.GetValue(picture),
                cancellation
            );
        });
        return command;
    }

    private static int Run(
        SegmentationDataset[] source,
        SegmentationDataset[] target,
        int workers,
        string? csv,
        string? picture,
        CancellationToken cancellation
    )
    {
        // Checks that the sets agree, as training does.
        new MLContext().Data.LoadSegmentation([.. source, .. target]);
        Terminal.Notes(source.Concat(target));

        // A set without class names uses those of the others.
        var names = source.Concat(target).Select(set => set.ClassNames).FirstOrDefault(n => n is not null);
        if (names is null && picture is not null)
        {
            throw new UsageException("--picture has no class names to draw: give --classes.");
        }

        int total = source.Concat(target).Sum(set => set.Count);
        var clock = Stopwatch.StartNew();
        var inspections = ProgressDisplay.Run($"Reading {total} images and their labels.", total, report =>
        {
            var progress = new ImagesDone(total, report, clock);
            return new[] { ("source", source), ("target", target) }
                .Where(domain => domain.Item2.Length > 0)
                .Select(domain => new DomainInspection(
                    domain.Item1,
                    DatasetInspection.Run(domain.Item2, names, workers, progress.Next(), cancellation)
                ))
                .ToArray();
        });
        var seconds = clock.Elapsed.TotalSeconds;
        DatasetInspection? Of(string domain) => inspections.FirstOrDefault(i => i.Domain == domain)?.Inspection;
        var findings = DatasetInspection.FindingsForTraining(Of("source"), Of("target"));

        InspectionReport.Write(inspections, findings);
        Terminal.Line($"Read {total} images in {seconds:0.0} s, {total / seconds:0.0} images/s.");
        if (csv is not null)
        {
            InspectionReport.WriteCsv(inspections, findings, csv);
        }
        if (picture is not null)
        {
            DomainSheet.Write(
                picture,
                new MLContext(),
                [.. source.Select(set => ("source", Named(set))), .. target.Select(set => ("target", Named(set)))],
                PicturesOfASet,
                names!
            );
            Terminal.Line($"Wrote {picture}");
        }

        return findings.Any(finding => finding.Severity == DataFindingSeverity.Error) ? ExitCode.Failure : ExitCode.Success;

        SegmentationDataset Named(SegmentationDataset set) => set.ClassNames is null ? set.WithLabelMap(LabelMap.Identity(names!)) : set;
    }

    /// <summary>Adds up the images of consecutive passes, which report from several threads.</summary>
    private sealed class ImagesDone(int total, ReportProgress report, Stopwatch clock)
    {
        private readonly Lock _lock = new();
        private int _done;

        public IProgress<int> Next() => new Walk(this, _done);

        private void Report(int done)
        {
            lock (_lock)
            {
                if (done <= _done)
                {
                    return;
                }
                _done = done;
                report(done, clock.Elapsed / done * (total - done), "");
            }
        }

        private sealed class Walk(ImagesDone all, int before) : IProgress<int>
        {
            public void Report(int value) => all.Report(before + value);
        }
    }
}
