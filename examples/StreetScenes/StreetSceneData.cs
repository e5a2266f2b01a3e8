using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace StreetScenes;

/// <summary>Street scenes as rows that are rendered when they are read: nothing is written to disk.</summary>
public static class StreetSceneData
{
    /// <summary>A data view of columns <c>Image</c>, <c>Label</c> (vector of bytes) and <c>Domain</c> (<c>source</c>).</summary>
    /// <remarks>Every pass renders anew. An image is disposed of when its reader moves on, as in ML.NET's own loaders.</remarks>
    /// <param name="ml">The context.</param>
    /// <param name="count">Number of scenes, at least 1.</param>
    /// <param name="seed">The seed of the set: the scenes are those that <see cref="StreetSceneFolder"/> writes.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="style">What kind of scenes; null: <see cref="StreetStyle.Street"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count or the size is outside its range.</exception>
    public static IDataView Load(MLContext ml, int count, int seed, int width = 480, int height = 360, StreetStyle? style = null)
    {
        ArgumentNullException.ThrowIfNull(ml);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        StreetRenderer.CheckSize(width, nameof(width));
        StreetRenderer.CheckSize(height, nameof(height));
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Label)].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, height * width);
        return ml.Data.LoadFromEnumerable(Rows(count, seed, width, height, style), schema);
    }

    private static IEnumerable<Row> Rows(int count, int seed, int width, int height, StreetStyle? style)
    {
        for (int index = 0; index < count; index++)
        {
            StreetScene scene = StreetRenderer.Render(StreetRenderer.SceneSeed(seed, index), width, height, style);
            using MLImage image = scene.ToImage();
            yield return new Row { Image = image, Label = scene.Labels };
        }
    }

    private sealed class Row
    {
        // ML.NET wants a size in the attribute and holds no image to it.
        [ImageType(1, 1)]
        public MLImage? Image { get; init; }

        public byte[]? Label { get; init; }

        public string Domain { get; init; } = "source";
    }
}
