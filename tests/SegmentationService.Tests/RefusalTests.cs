using System.Net;
using System.Net.Http.Headers;
using Ass.MLNet.Tests;
using SkiaSharp;
using Xunit;

namespace SegmentationService.Tests;

public sealed class RefusalTests : IDisposable
{
    private const int MostBytes = 100_000;

    private static readonly byte[] Picture = Requests.Png(20, 10);

    private readonly TestService _service = TestService.Start("MaxBodyBytes", $"{MostBytes}", "MaxPixels", "60000");
    private readonly HttpClient _client;

    public RefusalTests() => _client = _service.CreateClient();

    public void Dispose() => _service.Dispose();

    public static TheoryData<string> BadPictures => [.. Bad.Keys];

    private static readonly Dictionary<string, byte[]> Bad = new()
    {
        ["nothing"] = [],
        ["a text"] = "This is not a picture."u8.ToArray(),
        ["a signature alone"] = Picture[..8],
        ["half a PNG"] = Picture[..(Picture.Length / 2)],
        ["half a JPEG"] = Cut(Requests.Encode(64, 64, SKEncodedImageFormat.Jpeg)),
        ["half a WebP"] = Cut(Requests.Encode(64, 64, SKEncodedImageFormat.Webp)),
        ["an animation"] = PictureFiles.Gif([1, 2, 3], [4, 5, 6], frames: 2),
        ["a header with more pixels than its bytes can hold"] = new PngEncoder(30_000, 30_000, 8, 2).File([1, 2, 3]),
    };

    [Theory]
    [MemberData(nameof(BadPictures))]
    public async Task What_is_no_picture_is_said_to_be_none(string kind)
    {
        string problem = await (await _client.SegmentAsync(Bad[kind])).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.StartsWith("The body is not a picture that can be read.", problem);
        await AssertLivesAsync();
    }

    [Fact]
    public async Task Pictures_with_too_many_pixels_are_refused_by_their_header()
    {
        // The header is all that is right: decoding it would be another error.
        byte[] file = new PngEncoder(300, 201, 8, 2).File(new byte[1000]);

        string problem = await (await _client.SegmentAsync(file)).ProblemAsync(HttpStatusCode.RequestEntityTooLarge);

        Assert.Contains("300x201 = 60300 pixels; at most 60000", problem);
        await AssertLivesAsync();
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Bodies_that_are_too_long_are_refused(bool chunked, bool form)
    {
        byte[] file = [.. Picture, .. new byte[MostBytes + 1 - Picture.Length]];
        using HttpContent content = form ? Requests.Form(file) : new ByteArrayContent(file);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/segment?format=ids") { Content = content };
        if (chunked)
        {
            request.Headers.TransferEncodingChunked = true;
            content.Headers.ContentLength = null;
        }

        string problem = await (await _client.SendAsync(request)).ProblemAsync(HttpStatusCode.RequestEntityTooLarge);

        Assert.Contains($"At most {MostBytes} bytes", problem);
        await AssertLivesAsync();
    }

    [Fact]
    public async Task A_body_of_the_largest_length_is_taken()
    {
        byte[] file = PictureFiles.PngWithChunk(Picture, "prVt", new byte[MostBytes - Picture.Length - 12]);
        Assert.Equal(MostBytes, file.Length);
        using var form = Requests.Form(file);

        await (await _client.SegmentAsync(file)).BytesAsync("image/png");
        await (await _client.PostAsync("/segment?format=ids", form)).BytesAsync("image/png");
    }

    [Theory]
    [InlineData("?format=tiff", "format is 'tiff'; it must be ids, colors, overlay or json")]
    [InlineData("?format=", "format is ''")]
    public async Task Unknown_formats_are_refused(string query, string reason) =>
        Assert.Contains(reason, await (await _client.SegmentAsync(Picture, query)).ProblemAsync(HttpStatusCode.BadRequest));

    [Theory]
    [InlineData("image/webp")]
    [InlineData("text/html, application/json;q=0")]
    public async Task What_cannot_be_sent_is_not_acceptable(string accept) =>
        Assert.Contains(
            "application/json, image/png or image/jpeg",
            await (await _client.SegmentAsync(Picture, "", accept)).ProblemAsync(HttpStatusCode.NotAcceptable)
        );

    [Fact]
    public async Task Forms_without_a_file_are_refused()
    {
        using var texts = new MultipartFormDataContent { { new StringContent("a street"), "title" } };
        Assert.Contains("no file", await (await _client.PostAsync("/segment", texts)).ProblemAsync(HttpStatusCode.BadRequest));

        Assert.Contains("names no boundary", await RefuseAsync("multipart/form-data", "x"));
        Assert.Contains("longer than 128", await RefuseAsync("multipart/form-data; boundary=" + new string('b', 5000), "x"));
        Assert.Contains("cannot be read", await RefuseAsync("multipart/form-data; boundary=abc", "--abc\r\nContent-Disposition: form"));

        async Task<string> RefuseAsync(string type, string body)
        {
            using var content = new StringContent(body);
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            return await (await _client.PostAsync("/segment", content)).ProblemAsync(HttpStatusCode.BadRequest);
        }
    }

    [Fact]
    public async Task Other_errors_are_problems_too()
    {
        await (await _client.GetAsync("/segment")).ProblemAsync(HttpStatusCode.MethodNotAllowed);
        await (await _client.GetAsync("/masks")).ProblemAsync(HttpStatusCode.NotFound);

        _service.Models[0].Failure = new InvalidOperationException("secret");
        string problem = await (await _client.SegmentAsync(Picture)).ProblemAsync(HttpStatusCode.InternalServerError);

        Assert.DoesNotContain("secret", problem);
        Assert.Contains(_service.Log, line => line.Contains("unhandled", StringComparison.OrdinalIgnoreCase));
        _service.Models[0].Failure = null;
        await AssertLivesAsync();
    }

    private static byte[] Cut(byte[] file) => file[..(file.Length / 2)];

    private async Task AssertLivesAsync() =>
        Assert.Equal(Requests.Mask(Picture).EncodeIds(), await (await _client.SegmentAsync(Picture)).BytesAsync("image/png"));
}
