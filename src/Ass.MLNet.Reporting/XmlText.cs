using System.Xml;

namespace Ass.MLNet.Reporting;

/// <summary>Text that XML can hold.</summary>
internal static class XmlText
{
    /// <summary>Replaces what has no place in XML, such as control characters and halves of surrogate pairs. Markup is left to the writer, which escapes it.</summary>
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

    private static bool IsClean(string text) => text.All(XmlConvert.IsXmlChar);
}
