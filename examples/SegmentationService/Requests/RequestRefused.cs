namespace SegmentationService.Requests;

/// <summary>A request that cannot be answered with a mask, and what its sender is told.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="title">What is wrong, in a few words, the same for all requests of the kind.</param>
/// <param name="detail">What is wrong with this one, in a sentence.</param>
internal sealed class RequestRefused(int status, string title, string detail) : Exception(detail)
{
    public int Status => status;

    public string Title => title;

    public static RequestRefused TooManyBytes(long most) =>
        new(StatusCodes.Status413PayloadTooLarge, "The body is too large.", $"At most {most} bytes are taken.");

    public static RequestRefused TooManyPixels(int width, int height, long most) =>
        new(
            StatusCodes.Status413PayloadTooLarge,
            "The picture is too large.",
            $"The picture has {width}x{height} = {(long)width * height} pixels; at most {most} are taken. Send a smaller one."
        );

    public static RequestRefused NoPicture(string reason) =>
        new(StatusCodes.Status400BadRequest, "The body is not a picture that can be read.", reason);

    public static RequestRefused NoForm(string reason) =>
        new(
            StatusCodes.Status400BadRequest,
            "The form has no picture.",
            $"{reason} Send the picture as a file of the form, or as the body."
        );

    public static RequestRefused NoModel() =>
        new(
            StatusCodes.Status503ServiceUnavailable,
            "There is no model.",
            "The service's model is missing or cannot be used; its log says why."
        );

    public static RequestRefused Busy() =>
        new(
            StatusCodes.Status503ServiceUnavailable,
            "The service is busy.",
            "As many pictures as it takes are waiting already. Try again soon."
        );

    /// <summary>The answer, as RFC 9457 has it; one that may be repeated says when.</summary>
    public IResult ToProblem(HttpContext http)
    {
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = "1";
        }

        return Results.Problem(Message, statusCode: status, title: title);
    }
}
