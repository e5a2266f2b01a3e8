using Microsoft.Net.Http.Headers;

namespace SegmentationService.Requests;

/// <summary>What a request is answered with.</summary>
internal enum AnswerFormat
{
    /// <summary>A grey PNG of train ids.</summary>
    Ids,

    /// <summary>A PNG with a palette: the index is the train id.</summary>
    Colors,

    /// <summary>The picture under its classes' colours, as JPEG.</summary>
    OverlayJpeg,

    /// <summary>The picture under its classes' colours, as PNG.</summary>
    OverlayPng,

    /// <summary>The share of each class, as JSON.</summary>
    Json,
}

/// <summary>Chooses the answer by the parameter <c>format</c>, or without it by the header <c>Accept</c>.</summary>
internal static class AnswerFormats
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeHeaderValue Png = new("image/png");
    private static readonly MediaTypeHeaderValue Jpeg = new("image/jpeg");

    /// <exception cref="RequestRefused">The format is not known, or nothing of what is accepted can be sent.</exception>
    public static AnswerFormat Choose(HttpRequest request)
    {
        // What the sender likes best comes first; */* comes last among equals.
        MediaTypeHeaderValue[] accepted =
        [
            .. request
                .GetTypedHeaders()
                .Accept.Where(type => type.Quality is not 0)
                .OrderByDescending(type => type.Quality ?? 1)
                .ThenBy(type => type.MatchesAllTypes),
        ];
        return request.Query.TryGetValue("format", out var format) ? ByName($"{format}", accepted) : ByAccept(accepted);
    }

    private static AnswerFormat ByName(string format, MediaTypeHeaderValue[] accepted) =>
        format.ToLowerInvariant() switch
        {
            "ids" => AnswerFormat.Ids,
            "colors" => AnswerFormat.Colors,
            "json" => AnswerFormat.Json,
            "overlay" => First(accepted, Jpeg, Png) == Png ? AnswerFormat.OverlayPng : AnswerFormat.OverlayJpeg,
            _ => throw new RequestRefused(
                StatusCodes.Status400BadRequest,
                "The format is not known.",
                $"format is '{format}'; it must be ids, colors, overlay or json."
            ),
        };

    private static AnswerFormat ByAccept(MediaTypeHeaderValue[] accepted)
    {
        if (accepted.Length == 0)
        {
            return AnswerFormat.Json;
        }

        var first = First(accepted, Json, Png, Jpeg)
            ?? throw new RequestRefused(
                StatusCodes.Status406NotAcceptable,
                "Nothing of what is accepted can be sent.",
                "An answer is application/json, image/png or image/jpeg; the parameter format chooses among all of them."
            );
        return first == Json ? AnswerFormat.Json
            : first == Png ? AnswerFormat.Colors
            : AnswerFormat.OverlayJpeg;
    }

    /// <summary>The first of some types that the best liked type covers; null if none is liked.</summary>
    private static MediaTypeHeaderValue? First(MediaTypeHeaderValue[] accepted, params MediaTypeHeaderValue[] offered) =>
        accepted.Select(liked => offered.FirstOrDefault(type => type.IsSubsetOf(liked))).FirstOrDefault(type => type is not null);
}
