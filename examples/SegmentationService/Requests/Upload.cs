using System.Buffers;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace SegmentationService.Requests;

/// <summary>The file that a request carries: its body, or the first file of its form.</summary>
/// <remarks>In memory and never on disk, so that the service runs where it cannot write; its length is bounded.</remarks>
internal sealed class Upload : IDisposable
{
    private const int FirstLength = 1 << 16;

    // As ASP.NET has it; browsers' have about 40.
    private const int LongestBoundary = 128;

    private readonly byte[] _buffer;

    private Upload(byte[] buffer, int length) =>
        (_buffer, File) = (buffer, new MemoryStream(buffer, 0, length, writable: false, publiclyVisible: true));

    /// <summary>The file, from its start; not to be used after <see cref="Dispose"/>.</summary>
    public MemoryStream File { get; }

    /// <exception cref="RequestRefused">The body is too long, broken off, or no form where it says that it is one.</exception>
    public static async Task<Upload> ReadAsync(HttpRequest request, int most, CancellationToken cancellationToken)
    {
        try
        {
            if (
                MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
                && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            )
            {
                return await ReadFormAsync(request, type, most, cancellationToken);
            }

            return request.ContentLength > most
                ? throw RequestRefused.TooManyBytes(most)
                : await ReadAsync(request.Body, request.ContentLength, most, cancellationToken);
        }
        catch (BadHttpRequestException e)
        {
            throw e.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? RequestRefused.TooManyBytes(most)
                : new RequestRefused(e.StatusCode, "The request is broken.", e.Message);
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private static async Task<Upload> ReadFormAsync(
        HttpRequest request,
        MediaTypeHeaderValue type,
        int most,
        CancellationToken cancellationToken
    )
    {
        string boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (boundary.Length is 0 or > LongestBoundary)
        {
            throw RequestRefused.NoForm(
                boundary.Length == 0
                    ? "The header Content-Type of the form names no boundary."
                    : $"The form's boundary is longer than {LongestBoundary} characters."
            );
        }

        try
        {
            var reader = new MultipartReader(boundary, request.Body);
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (section.GetContentDispositionHeader()?.IsFileDisposition() == true)
                {
                    return await ReadAsync(section.Body, request.ContentLength, most, cancellationToken);
                }
            }
        }
        catch (Exception e) when (e is IOException and not BadHttpRequestException or InvalidDataException)
        {
            throw RequestRefused.NoForm($"The form cannot be read: {e.Message}");
        }

        throw RequestRefused.NoForm("The form has no file.");
    }

    /// <param name="body">The file.</param>
    /// <param name="expected">No less than its length, so that one buffer will do; null if it is not known.</param>
    /// <param name="most">The length that it may have.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    private static async Task<Upload> ReadAsync(Stream body, long? expected, int most, CancellationToken cancellationToken)
    {
        // One byte more than there may be tells a body that ends from one that goes on.
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(most, expected ?? FirstLength) + 1);
        try
        {
            int filled = 0;
            while (true)
            {
                int read = await body.ReadAsync(buffer.AsMemory(filled), cancellationToken);
                filled += read;
                if (filled > most)
                {
                    throw RequestRefused.TooManyBytes(most);
                }

                if (read == 0)
                {
                    return new Upload(buffer, filled);
                }

                if (filled == buffer.Length)
                {
                    byte[] longer = ArrayPool<byte>.Shared.Rent((int)Math.Min(most + 1L, 2L * filled));
                    buffer.AsSpan(0, filled).CopyTo(longer);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = longer;
                }
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }
}
