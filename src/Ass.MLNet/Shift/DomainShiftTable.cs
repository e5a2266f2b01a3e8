using System.Globalization;

namespace Ass.MLNet.Shift;

/// <summary>Writes a shift as a table: a row per class in the data set's order, then the overall figures.</summary>
internal static class DomainShiftTable
{
    private const int ValueWidth = 9;

    private const string Overall = "overall";

    public static string Format(DomainShift shift)
    {
        int nameWidth = shift.Classes.Select(c => c.ClassName.Length).Append(Overall.Length).Max();
        string line = new('-', nameWidth + (5 * ValueWidth));
        string[] lines =
        [
            Row("class", "source", "target", "spreads", "relative", "energy"),
            line,
            .. shift.Classes.Select(c =>
                c.IsMeasured
                    ? Row(
                        c.ClassName,
                        c.SourceCount,
                        c.TargetCount,
                        Number(c.Distance),
                        Number(c.RelativeDistance),
                        Number(c.EnergyDistance)
                    )
                    : Row(c.ClassName, c.SourceCount, c.TargetCount, "too few", "", "")
            ),
            line,
            Row(Overall, "", "", Number(shift.Distance), Number(shift.RelativeDistance), Number(shift.EnergyDistance)),
        ];
        return string.Join(Environment.NewLine, lines);

        string Row(string name, params object[] cells) =>
            (
                name.PadRight(nameWidth)
                + string.Concat(cells.Select(cell => string.Create(CultureInfo.InvariantCulture, $"{cell, ValueWidth}")))
            ).TrimEnd();
    }

    private static string Number(double value) => double.IsNaN(value) ? "-" : value.ToString("F2", CultureInfo.InvariantCulture);
}
