using System.Net;
using PuppeteerSharp;
using SkiaSharp;
using Xunit;

namespace SegmentationService.Tests;

/// <summary>The page in a real browser, as a person uses it.</summary>
public sealed class PageTests(Browser browser) : IClassFixture<Browser>
{
    [ChromiumFact]
    public async Task A_dropped_picture_is_shown_with_its_mask_and_its_classes()
    {
        byte[] picture = Requests.Png(80, 60);
        await using var page = await browser.OpenAsync(1000, 800);
        var asked = new List<string>();
        page.Request += (_, request) => asked.Add(request.Request.Url);

        Assert.Equal("model.onnx, 4 classes", await TextAsync(page, "#model"));
        await DropAsync(page, picture, "street.png");
        await DoneAsync(page);

        var mask = Requests.Mask(picture);
        Assert.Equal(
            "data:image/png;base64," + Convert.ToBase64String(mask.EncodeColors()),
            await page.EvaluateExpressionAsync<string>("document.getElementById('mask').src")
        );
        Assert.Equal("street-mask.png", await page.EvaluateExpressionAsync<string>("document.getElementById('save').download"));
        Assert.StartsWith("80 × 60 pixels", await TextAsync(page, "#facts"));
        var expected = mask
            .ClassIds.CountBy(id => id)
            .OrderByDescending(group => group.Value)
            .Select(group => $"{mask.ClassNames[group.Key]} {100.0 * group.Value / mask.ClassIds.Length:0.0} %");
        Assert.Equal(string.Join('\n', expected), await LegendAsync(page));
        Assert.False(await VisibleAsync(page, "#error"));

        // The mask lies exactly on the picture.
        Assert.Equal(await BoxAsync(page, "#picture"), await BoxAsync(page, "#mask"));
        Assert.All(asked.Where(url => url.StartsWith("http", StringComparison.Ordinal)), url => Assert.StartsWith(browser.Address, url));
    }

    [ChromiumFact]
    public async Task A_chosen_picture_replaces_the_one_before_and_errors_are_texts()
    {
        await using var page = await browser.OpenAsync(1000, 800);
        var input = await page.QuerySelectorAsync("#file");
        string good = browser.Write("good.png", Requests.Png(40, 30)),
            bad = browser.Write("bad.png", "no picture"u8.ToArray()),
            large = browser.Write("large.png", new byte[Browser.MostBytes + 1]);

        await input.UploadFileAsync(bad);
        await page.WaitForSelectorAsync("#error:not([hidden])");
        Assert.StartsWith("The body is not a picture that can be read.\n", await TextAsync(page, "#error"));
        Assert.False(await VisibleAsync(page, "#result"));

        await input.UploadFileAsync(good);
        await DoneAsync(page);
        Assert.False(await VisibleAsync(page, "#error"));
        Assert.StartsWith("40 × 30 pixels", await TextAsync(page, "#facts"));

        await input.UploadFileAsync(large);
        await page.WaitForSelectorAsync("#error:not([hidden])");
        Assert.Equal("The file is too large.\nIt has 201 kB; at most 200 kB are taken.", await TextAsync(page, "#error"));
    }

    [ChromiumFact]
    public async Task A_picture_that_browsers_cannot_show_has_its_mask_shown_alone()
    {
        byte[] tiff = Ass.MLNet.Tests.PictureFiles.Tiff(
            30,
            3,
            8,
            BitMiracle.LibTiff.Classic.Photometric.RGB,
            [.. Enumerable.Range(0, 30 * 20 * 3).Select(i => (byte)i)]
        );
        await using var page = await browser.OpenAsync(1000, 800);

        await DropAsync(page, tiff, "street.tif");
        await DoneAsync(page);

        Assert.False(await VisibleAsync(page, "#picture"));
        Assert.True(await VisibleAsync(page, "#mask"));
        Assert.Equal("1", await page.EvaluateExpressionAsync<string>("document.getElementById('mask').style.opacity"));
    }

    [ChromiumFact]
    public async Task A_narrow_window_needs_no_sideways_scrolling()
    {
        await using var page = await browser.OpenAsync(400, 800);
        await DropAsync(page, Requests.Png(80, 60), "street.png");
        await DoneAsync(page);

        Assert.Equal(400, await page.EvaluateExpressionAsync<int>("document.documentElement.scrollWidth"));
    }

    [ChromiumFact]
    public async Task A_turned_photo_lies_under_its_mask()
    {
        byte[] turned = Ass.MLNet.Tests.PictureFiles.JpegWithExif(Requests.Encode(40, 20, SKEncodedImageFormat.Jpeg), orientation: 6);
        await using var page = await browser.OpenAsync(1000, 800);
        await DropAsync(page, turned, "street.jpg");
        await DoneAsync(page);

        Assert.StartsWith("20 × 40 pixels", await TextAsync(page, "#facts"));
        Assert.Equal(await BoxAsync(page, "#picture"), await BoxAsync(page, "#mask"));
        Assert.Equal(
            "20x40",
            await page.EvaluateExpressionAsync<string>("(p => p.naturalWidth + 'x' + p.naturalHeight)(document.getElementById('picture'))")
        );
    }

    [Fact]
    public async Task The_page_is_one_file_that_asks_nobody_else()
    {
        using var service = TestService.Start();
        var answer = await service.CreateClient().GetAsync("/");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("default-src 'none'", string.Join(' ', answer.Headers.GetValues("Content-Security-Policy")));
        string html = await answer.Content.ReadAsStringAsync();
        Assert.Contains("data-max-bytes=\"20000000\"", html);
        Assert.DoesNotContain("://", html);
    }

    /// <summary>What the browser does when a file is dropped on the page.</summary>
    private static Task DropAsync(IPage page, byte[] file, string name) =>
        page.EvaluateFunctionAsync(
            """
            (base64, name) => {
                const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
                const dataTransfer = new DataTransfer();
                dataTransfer.items.add(new File([bytes], name));
                document.getElementById('drop').dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
            }
            """,
            Convert.ToBase64String(file),
            name
        );

    private static Task DoneAsync(IPage page) =>
        page.WaitForFunctionAsync("() => !document.getElementById('legend').hidden && document.getElementById('mask').naturalWidth > 0");

    private static Task<string> TextAsync(IPage page, string selector) =>
        page.EvaluateFunctionAsync<string>("selector => document.querySelector(selector).innerText", selector);

    private static Task<string> LegendAsync(IPage page) =>
        page.EvaluateExpressionAsync<string>(
            "[...document.querySelectorAll('#classes li')].map(li => li.children[1].textContent + ' ' + "
                + "li.children[2].textContent).join('\\n')"
        );

    private static Task<bool> VisibleAsync(IPage page, string selector) =>
        page.EvaluateFunctionAsync<bool>("selector => document.querySelector(selector).checkVisibility()", selector);

    private static Task<string> BoxAsync(IPage page, string selector) =>
        page.EvaluateFunctionAsync<string>(
            "selector => JSON.stringify(document.querySelector(selector).getBoundingClientRect())",
            selector
        );
}
