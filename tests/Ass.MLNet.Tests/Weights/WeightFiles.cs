using System.Text.Json;
using Ass.MLNet.Weights;
using Ass.MLNet.Weights.Tensors;

namespace Ass.MLNet.Tests;

/// <summary>Reads weight files whole, and finds those that Debian's PyTorch made (see Fixtures/make_fixtures.py).</summary>
internal static class WeightFiles
{
    /// <summary>What make_fixtures.py says the tensors are.</summary>
    public static IReadOnlyDictionary<string, ReadTensor> Expected { get; } =
        JsonSerializer.Deserialize<Dictionary<string, ReadTensor>>(
            File.ReadAllText(Fixture("expected.json")),
            new JsonSerializerOptions(JsonSerializerDefaults.Web)
        )!;

    public static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Weights", "Fixtures", name);

    /// <summary>All tensors with their values.</summary>
    public static Dictionary<string, ReadTensor> Read(string path)
    {
        using WeightFile file = WeightFormats.Open(path);
        return file.Tensors.ToDictionary(tensor => tensor.Name, tensor => new ReadTensor(tensor.Shape, Values(file, tensor)));
    }

    public static Dictionary<string, ReadTensor> Read(byte[] content)
    {
        using var file = new TemporaryFile(content);
        return Read(file.Path);
    }

    private static float[] Values(WeightFile file, WeightTensor tensor)
    {
        float[] values = new float[tensor.Shape.Aggregate(1L, (count, side) => count * side)];
        file.Read(tensor, values);
        return values;
    }
}

internal sealed record ReadTensor(long[] Shape, float[] Values);
