using Ass.MLNet;
using Microsoft.ML;
using Xunit;

namespace SegmentationService.Tests;

/// <summary>The service with models on ONNX Runtime, as it is deployed.</summary>
public sealed class OnnxTests : IDisposable
{
    private static readonly byte[] Picture = Requests.Png(70, 85);

    private readonly TestService _service = new() { LoadsOnnx = true };

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task Graphs_are_served_and_replaced()
    {
        _service.PutModel(TinyGraph.Create(reversed: false));
        using var client = _service.CreateClient();
        using var picture = Requests.Decode(Picture);
        var pixels = picture.Pixels.ToArray();
        byte[] thirds = [.. Enumerable.Range(0, 70 * 85).Select(i => (byte)(pixels[(4 * i) + 1] / 85))];

        var mask = Segment(_service.ModelPath);
        Assert.Equal(thirds, mask.ClassIds);
        Assert.Equal(mask.EncodeIds(), await (await client.SegmentAsync(Picture)).BytesAsync("image/png"));
        Assert.Equal(mask.EncodeColors(), await (await client.SegmentAsync(Picture, "?format=colors")).BytesAsync("image/png"));

        _service.PutModel(TinyGraph.Create(reversed: true));
        byte[] reversed = Segment(_service.ModelPath).EncodeIds();
        Assert.NotEqual(mask.EncodeIds(), reversed);
        await Eventually.TrueAsync(async () =>
            (await (await client.SegmentAsync(Picture)).BytesAsync("image/png")).SequenceEqual(reversed)
        );
        Assert.Empty(_service.Log);
    }

    [Fact]
    public async Task Model_files_of_ML_NET_are_served_and_what_is_none_is_not()
    {
        string graph = _service.Folder.Bytes("graph.onnx", TinyGraph.Create(reversed: true));
        using (var model = OnnxSegmentationTransformer.Load(new MLContext(), graph))
        {
            model.Save(_service.ModelPath);
        }

        using var client = _service.CreateClient();
        byte[] expected = Segment(graph).EncodeIds();
        Assert.Equal(expected, await (await client.SegmentAsync(Picture)).BytesAsync("image/png"));

        _service.PutModel("This is not a model."u8.ToArray());
        await Eventually.TrueAsync(() => _service.Log.Any(line => line.Contains("cannot be used")));
        Assert.Equal(expected, await (await client.SegmentAsync(Picture)).BytesAsync("image/png"));
    }

    private static SegmentationMask Segment(string path)
    {
        using var model = OnnxSegmentationTransformer.Load(new MLContext(), path);
        using var picture = Requests.Decode(Picture);
        return model.Segment(picture);
    }
}
