using System.Globalization;
using System.Xml;

namespace Ass.MLNet.Reporting.Contents;

/// <summary>Formats names and numbers for a report.</summary>
internal static class ReportText
{
    /// <summary>The name of the mean IoU that training and studies judge by.</summary>
    public const string MeanIoUOfTrueClasses = "mIoU of true classes";

    /// <summary>Replaces characters that are not allowed in XML, such as control characters and unpaired surrogates. Markup is escaped by
    /// the writer.</summary>
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

    /// <summary>Shortens a name to fit beside a chart, and cleans it as <see cref="Clean"/> does.</summary>
    public static string Short(string name, int length) => Clean(name.Length <= length ? name : name[..(length - 1)].TrimEnd() + "…");

    /// <summary>Formats a share × 100, by default with two decimals; a dash for NaN.</summary>
    public static string Percent(double share, string format = "0.00") =>
        double.IsNaN(share) ? "–" : (share * 100).ToString(format, CultureInfo.InvariantCulture);

    private static bool IsClean(string text) => text.All(XmlConvert.IsXmlChar);
}
