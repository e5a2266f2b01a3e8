using System.Globalization;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Research.Cells;
using Ass.MLNet.Files;
using Ass.MLNet.Reporting;

namespace Ass.MLNet.Cli.Research.Shift;

/// <summary>The output of <c>shift</c>: a table with columns for each model, a CSV file with all figures, and the picture.</summary>
internal static class ShiftReport
{
    public const string TableName = "shift.csv";
    public const string PictureName = "shift.png";

    private const string Overall = "overall";

    public static void Write(string folder, IReadOnlyList<(string Name, DomainShift Shift)> shifts, SegmentationPalette? palette)
    {
        string table = Path.Combine(folder, TableName);
        AtomicFile.Write(table, file => File.WriteAllLines(file, CsvLines(shifts)));
        string picture = Path.Combine(folder, PictureName);
        DomainShiftPicture.Write(picture, shifts, palette);

        foreach (string line in TableLines(shifts))
        {
            Terminal.Line(line);
        }
        Terminal.Line(
            "spreads: distance of the domains' means / spread of the class's vectors within a domain. relative: the same "
                + "distance / typical distance of two classes. 0 = no shift."
        );
        Terminal.Line($"Saved {table} and {picture}");
    }

    private static IReadOnlyList<string> TableLines(IReadOnlyList<(string Name, DomainShift Shift)> shifts)
    {
        string[] header = ["class", .. shifts.SelectMany(s => new[] { $"{s.Name}: spreads", "relative" })];
        string[][] classes =
        [
            .. shifts[0]
                .Shift.Classes.Select(
                    (c, id) => new[] { c.ClassName }.Concat(shifts.SelectMany(s => Cells(s.Shift.Classes[id]))).ToArray()
                ),
        ];
        string[] overall = [Overall, .. shifts.SelectMany(s => new[] { Number(s.Shift.Distance), Number(s.Shift.RelativeDistance) })];
        return MarkdownTable.Lines(header, [.. classes, overall]);

        static string[] Cells(ClassShift c) => c.IsMeasured ? [Number(c.Distance), Number(c.RelativeDistance)] : ["too few", ""];
    }

    private static IEnumerable<string> CsvLines(IReadOnlyList<(string Name, DomainShift Shift)> shifts)
    {
        yield return Csv.Row([
            "model",
            "class",
            "n_source",
            "n_target",
            "distance",
            "relative_distance",
            "energy_distance",
            "squared_distance",
            "squared_relative_distance",
        ]);
        foreach (var (name, shift) in shifts)
        {
            foreach (var c in shift.Classes)
            {
                yield return Csv.Row([
                    name,
                    c.ClassName,
                    Csv.Number(c.SourceCount),
                    Csv.Number(c.TargetCount),
                    Csv.Number(c.Distance),
                    Csv.Number(c.RelativeDistance),
                    Csv.Number(c.EnergyDistance),
                    Csv.Number(c.SquaredDistance),
                    Csv.Number(c.SquaredRelativeDistance),
                ]);
            }

            yield return Csv.Row([
                name,
                Overall,
                "",
                "",
                Csv.Number(shift.Distance),
                Csv.Number(shift.RelativeDistance),
                Csv.Number(shift.EnergyDistance),
                "",
                "",
            ]);
        }
    }

    private static string Number(double value) => double.IsNaN(value) ? "-" : value.ToString("0.00", CultureInfo.InvariantCulture);
}
