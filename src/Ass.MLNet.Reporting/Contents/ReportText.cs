using System.Globalization;
using System.Xml;

namespace Ass.MLNet.Reporting.Contents;

/// <summary>Names and numbers as a report shows them.</summary>
internal static class ReportText
{
    /// <summary>Replaces what has no place in XML, such as control characters and halves of surrogate pairs. Markup is left to the writer,
    /// which escapes it.</summary>
    public static string Clean(string text)
    {
        if (IsClean(text))
        {
            return text;
        }

        var clean = text.ToCharArray();
        for (int i = 0; i < clean.Length; i++)
        {
            if (i + 1 < clean.Length && XmlConvert.IsXmlSurrogatePair(clean[i + 1], clean[i]))
            {
                i++;
            }
            else if (!XmlConvert.IsXmlChar(clean[i]))
            {
                clean[i] = '\uFFFD';
            }
        }

        return new string(clean);
    }

    /// <summary>A name that fits beside a chart, clean as by <see cref="Clean"/>.</summary>
    public static string Short(string name, int length) => Clean(name.Length <= length ? name : name[..(length - 1)].TrimEnd() + "…");

    /// <summary>A share × 100, with two decimals or in another format; a dash where there is no number.</summary>
    public static string Percent(double share, string format = "0.00") =>
        double.IsNaN(share) ? "–" : (share * 100).ToString(format, CultureInfo.InvariantCulture);

    private static bool IsClean(string text) => text.All(XmlConvert.IsXmlChar);
}
