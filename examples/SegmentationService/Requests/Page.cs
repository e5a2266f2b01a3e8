using System.Globalization;

namespace SegmentationService.Requests;

/// <summary>The page for people: a picture in, its mask and its classes out. It is one file, and asks this service alone.</summary>
internal static class Page
{
    private static readonly string Html = Read();

    public static IResult Answer(HttpContext http, ServiceOptions options)
    {
        http.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src 'self' blob: data:; connect-src 'self'";
        string most = options.MaxBodyBytes.ToString(CultureInfo.InvariantCulture);
        return Results.Content(Html.Replace("{MaxBodyBytes}", most), "text/html; charset=utf-8");
    }

    private static string Read()
    {
        using var page = new StreamReader(typeof(Page).Assembly.GetManifestResourceStream("index.html")!);
        return page.ReadToEnd();
    }
}
