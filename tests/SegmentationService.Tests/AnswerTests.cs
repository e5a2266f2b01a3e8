using Ass.MLNet.Tests;
using SkiaSharp;
using Xunit;

namespace SegmentationService.Tests;

public sealed class AnswerTests : IDisposable
{
    private static readonly byte[] Picture = Requests.Png(37, 23);

    private readonly TestService _service = TestService.Start();
    private readonly HttpClient _client;

    public AnswerTests() => _client = _service.CreateClient();

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task Ids_and_colors_are_the_masks_own_files()
    {
        var mask = Requests.Mask(Picture);

        Assert.Equal(mask.EncodeIds(), await (await _client.SegmentAsync(Picture, "?format=ids")).BytesAsync("image/png"));
        Assert.Equal(mask.EncodeColors(), await (await _client.SegmentAsync(Picture, "?format=Colors")).BytesAsync("image/png"));
    }

    [Theory]
    [InlineData(null, "image/jpeg", 16)]
    [InlineData("*/*", "image/jpeg", 16)]
    [InlineData("image/png", "image/png", 0)]
    [InlineData("image/png;q=0.5, image/jpeg", "image/jpeg", 16)]
    public async Task An_overlay_is_the_picture_under_the_masks_colours(string? accept, string type, double tolerance)
    {
        // Smooth, so that JPEG keeps it: one colour, one class.
        byte[] picture = PictureFiles.Skia(
            24,
            SKEncodedImageFormat.Png,
            [.. Enumerable.Repeat<byte[]>([40, 102, 200, 255], 24 * 16).SelectMany(p => p)]
        );
        using var decoded = Requests.Decode(picture);
        using var expected = Requests.Mask(picture).Overlay(decoded, legend: false);

        using var overlay = Requests.Decode(await (await _client.SegmentAsync(picture, "?format=overlay", accept)).BytesAsync(type));

        Assert.Equal((24, 16), (overlay.Width, overlay.Height));
        var (ours, theirs) = (overlay.Pixels.ToArray(), expected.Pixels.ToArray());
        Assert.All(ours.Zip(theirs), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, tolerance));
    }

    [Theory]
    [InlineData(65_500, "image/jpeg")]
    [InlineData(65_501, "image/png")]
    public async Task An_overlay_that_JPEG_has_no_room_for_is_a_PNG(int width, string type) =>
        await (await _client.SegmentAsync(Requests.Png(width, 1), "?format=overlay")).BytesAsync(type);

    [Theory]
    [InlineData("?format=json", null, false)]
    [InlineData("", null, false)]
    [InlineData("?mask=true", "text/html, application/json", true)]
    public async Task Json_has_the_share_of_every_class(string query, string? accept, bool withMask)
    {
        var mask = Requests.Mask(Picture);

        var json = await (await _client.SegmentAsync(Picture, query, accept)).JsonAsync();

        Assert.Equal((37, 23), (json.GetProperty("width").GetInt32(), json.GetProperty("height").GetInt32()));
        var classes = json.GetProperty("classes").EnumerateArray().ToList();
        Assert.Equal(FakeModel.Classes, classes.Select(c => c.GetProperty("name").GetString()));
        Assert.All(classes, (c, id) =>
        {
            int pixels = mask.ClassIds.Count(i => i == id);
            Assert.True(pixels > 0);
            Assert.Equal(id, c.GetProperty("id").GetInt32());
            Assert.Equal(pixels, c.GetProperty("pixels").GetInt32());
            Assert.Equal(pixels / (37.0 * 23), c.GetProperty("share").GetDouble(), 6);
        });
        Assert.Equal("#804080", classes[0].GetProperty("color").GetString()); // Cityscapes' road
        Assert.Equal(withMask, json.TryGetProperty("mask", out var png));
        Assert.True(!withMask || png.GetBytesFromBase64().SequenceEqual(mask.EncodeColors()));
    }

    [Theory]
    [InlineData("application/json", "application/json")]
    [InlineData("image/*", "image/png")]
    [InlineData("image/jpeg", "image/jpeg")]
    [InlineData("image/avif,image/webp,image/png,*/*;q=0.8", "image/png")]
    [InlineData("*/*", "application/json")]
    public async Task Without_a_format_the_header_Accept_chooses(string accept, string type) =>
        await (await _client.SegmentAsync(Picture, "", accept)).BytesAsync(type);

    [Fact]
    public async Task A_form_is_answered_like_its_file()
    {
        using var form = Requests.Form(Picture);
        var answer = await _client.PostAsync("/segment?format=ids", form);

        Assert.Equal(Requests.Mask(Picture).EncodeIds(), await answer.BytesAsync("image/png"));
    }

    [Fact]
    public async Task A_mask_lies_as_the_picture_is_shown()
    {
        byte[] turned = PictureFiles.JpegWithExif(Requests.Encode(40, 24, SKEncodedImageFormat.Jpeg), orientation: 6);

        using var ids = Requests.Decode(await (await _client.SegmentAsync(turned)).BytesAsync("image/png"));

        Assert.Equal((24, 40), (ids.Width, ids.Height));
        var mask = Requests.Mask(turned);
        Assert.Equal(mask.ClassIds, ids.Pixels.ToArray().Where((_, i) => i % 4 == 0));
    }

    [Fact]
    public async Task A_body_without_a_length_is_read_to_its_end()
    {
        byte[] large = Requests.Png(300, 200); // longer than the first buffer
        Assert.True(large.Length > 1 << 16);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/segment?format=ids") { Content = new ByteArrayContent(large) };
        request.Headers.TransferEncodingChunked = true;
        request.Content.Headers.ContentLength = null;

        Assert.Equal(Requests.Mask(large).EncodeIds(), await (await _client.SendAsync(request)).BytesAsync("image/png"));
    }
}
