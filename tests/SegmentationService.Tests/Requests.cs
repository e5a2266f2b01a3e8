using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Ass.MLNet;
using Microsoft.ML.Data;
using SkiaSharp;
using Xunit;

namespace SegmentationService.Tests;

/// <summary>Pictures to send, and what to look for in answers.</summary>
internal static class Requests
{
    /// <summary>A PNG with a different colour at every pixel, nearly.</summary>
    public static byte[] Png(int width, int height, int seed = 1) => Encode(width, height, SKEncodedImageFormat.Png, seed);

    public static byte[] Encode(int width, int height, SKEncodedImageFormat format, int seed = 1)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        var random = new Random(seed);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                bitmap.SetPixel(x, y, new SKColor((byte)(x * 5), (byte)(random.Next(2) + (y * 3)), (byte)random.Next(256)));
            }
        }

        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }

    public static MLImage Decode(byte[] file) => ImageFile.Read(new MemoryStream(file));

    /// <summary>The mask that a fake model makes of a file.</summary>
    public static SegmentationMask Mask(byte[] file, int shift = 0)
    {
        using var picture = Decode(file);
        return new FakeModel(shift).Mask(picture);
    }

    public static async Task<HttpResponseMessage> SegmentAsync(
        this HttpClient client,
        byte[] file,
        string query = "?format=ids",
        string? accept = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/segment" + query) { Content = new ByteArrayContent(file) };
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return await client.SendAsync(request);
    }

    /// <summary>A form as browsers send it: a text field, then a file.</summary>
    public static MultipartFormDataContent Form(byte[] file, string name = "picture")
    {
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        return new MultipartFormDataContent { { new StringContent("a street"), "title" }, { content, name, "street.png" } };
    }

    public static async Task<byte[]> BytesAsync(this HttpResponseMessage answer, string type)
    {
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>The title and the detail of a problem.</summary>
    public static async Task<string> ProblemAsync(this HttpResponseMessage answer, HttpStatusCode status)
    {
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, $"{(int)answer.StatusCode}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        return $"{problem.GetProperty("title")} {(problem.TryGetProperty("detail", out var detail) ? detail : "")}";
    }

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
