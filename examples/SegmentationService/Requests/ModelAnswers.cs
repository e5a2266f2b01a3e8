using SegmentationService.Models;

namespace SegmentationService.Requests;

/// <summary>What the service says of its model.</summary>
internal static class ModelAnswers
{
    /// <summary>Whether requests can be answered: 200, or 503 without a model. For load balancers and for people.</summary>
    public static IResult Health(HttpContext http, ModelSlot slot)
    {
        using var lease = slot.Take();
        return lease?.Model is { } model
            ? Results.Json(new HealthAnswer(model.File, model.Transformer.ClassNames, model.LoadedAt), Answers.Json)
            : RequestRefused.NoModel().ToProblem(http);
    }

    /// <summary>The classes with their colours, in the order of their train ids.</summary>
    public static IResult Classes(HttpContext http, ModelSlot slot)
    {
        using var lease = slot.Take();
        return lease?.Model is { } model
            ? Results.Json(
                model
                    .Transformer.ClassNames.Select((name, id) => new ClassAnswer(id, name, ClassShare.Hex(model.Palette.Colors[id])))
                    .ToList(),
                Answers.Json
            )
            : RequestRefused.NoModel().ToProblem(http);
    }

    /// <param name="Model">The name of the model's file.</param>
    /// <param name="Classes">The class names.</param>
    /// <param name="LoadedAt">Since when it is in service.</param>
    private sealed record HealthAnswer(string Model, IReadOnlyList<string> Classes, DateTimeOffset LoadedAt);

    /// <param name="Id">The train id.</param>
    /// <param name="Name">The class name.</param>
    /// <param name="Color">Its colour, such as "#804080".</param>
    private sealed record ClassAnswer(int Id, string Name, string Color);
}
