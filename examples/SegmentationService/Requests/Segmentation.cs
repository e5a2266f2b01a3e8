using System.Threading.RateLimiting;
using Ass.MLNet;
using Microsoft.ML.Data;
using SegmentationService.Models;

namespace SegmentationService.Requests;

/// <summary>Answers a request with a picture by its mask.</summary>
/// <param name="slot">The model.</param>
/// <param name="turns">Bounds the pictures that are decoded and segmented at once.</param>
/// <param name="options">The limits.</param>
internal sealed class Segmentation(ModelSlot slot, ConcurrencyLimiter turns, ServiceOptions options)
{
    /// <summary>Reads, segments and encodes. What is wrong with a request is its answer, as a problem.</summary>
    public async Task<IResult> AnswerAsync(HttpContext http)
    {
        try
        {
            var format = AnswerFormats.Choose(http.Request);
            using var upload = await Upload.ReadAsync(http.Request, options.MaxBodyBytes, http.RequestAborted);

            // Only now: a slow upload must not take the turn of others.
            using var turn = await turns.AcquireAsync(cancellationToken: http.RequestAborted);
            if (!turn.IsAcquired)
            {
                throw RequestRefused.Busy();
            }

            using var lease = slot.Take() ?? throw RequestRefused.NoModel();
            using var picture = Decode(upload.File);
            var mask = lease.Model.Transformer.Segment(picture);
            return Answers.Encode(picture, mask, lease.Model, format, withMask: http.Request.Query["mask"] == "true");
        }
        catch (RequestRefused refused)
        {
            return refused.ToProblem(http);
        }
    }

    private MLImage Decode(MemoryStream file)
    {
        try
        {
            // A file of some kilobytes may say in its header that it has a billion pixels.
            var (width, height) = ImageFile.ReadSize(file);
            if ((long)width * height > options.MaxPixels)
            {
                throw RequestRefused.TooManyPixels(width, height, options.MaxPixels);
            }

            file.Position = 0;
            return ImageFile.Read(file);
        }
        catch (InvalidDataException e)
        {
            throw RequestRefused.NoPicture(e.Message);
        }
    }
}
