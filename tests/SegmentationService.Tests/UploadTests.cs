using System.Buffers;
using Microsoft.AspNetCore.Http;
using SegmentationService.Requests;
using Xunit;

namespace SegmentationService.Tests;

public sealed class UploadTests
{
    private const int Step = 1 << 22;

    [Fact]
    public async Task A_form_whose_length_is_known_is_read_into_one_buffer()
    {
        byte[] file = new byte[Step + 1_000_000];
        using var form = Requests.Form(file);
        byte[] body = await form.ReadAsByteArrayAsync();
        var http = new DefaultHttpContext();
        http.Request.Body = new MemoryStream(body);
        http.Request.ContentType = $"{form.Headers.ContentType}";
        http.Request.ContentLength = body.Length;

        // A stream in memory is read on this thread, whose pool has this array for a buffer that grows through its length.
        byte[] marked = ArrayPool<byte>.Shared.Rent(Step);
        marked.AsSpan().Fill(7);
        ArrayPool<byte>.Shared.Return(marked);
        using var upload = await Upload.ReadAsync(http.Request, 2 * Step, CancellationToken.None);

        Assert.Equal(file.Length, upload.File.Length);
        Assert.Equal<byte>(7, marked[0]);
    }
}
